package io.podnet.cni.internal.config;

import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniMode;
import io.podnet.cni.CniResult;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Derives what a plugin reads on stdin (specification, section 3; libcni, buildOneConfig and injectRuntimeConfig). */
public final class PluginInput {
    private final NetworkConfigList network;
    private final CniMode mode;

    public PluginInput(NetworkConfigList network, CniMode mode) {
        this.network = network;
        this.mode = mode;
    }

    /** For ADD, CHECK and DEL. */
    public String forAttachment(
            PluginConfig plugin,
            @Nullable CniResult prevResult,
            Map<String, ? extends @Nullable Object> capabilityArgs) {
        return network.name() + plugin.json() + prevResult + capabilityArgs + mode;
    }

    /** For STATUS. */
    public String forStatus(PluginConfig plugin) {
        return forAttachment(plugin, null, Map.of());
    }

    /** For GC; null stands for libcni's nil arguments, with which the plugins are not told what is valid. */
    public String forGc(PluginConfig plugin, @Nullable Collection<AttachmentId> valid) {
        return forAttachment(plugin, null, Map.of(String.valueOf(valid), ""));
    }
}
