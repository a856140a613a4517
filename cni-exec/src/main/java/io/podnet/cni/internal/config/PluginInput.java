// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniMode;
import io.podnet.cni.CniResult;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.json.Json;
import io.podnet.cni.internal.json.JsonException;
import io.podnet.cni.internal.json.PlainValues;
import io.podnet.cni.internal.result.ResultWriter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Derives what a plugin reads on stdin (specification, section 3; libcni, buildOneConfig and injectRuntimeConfig). */
public final class PluginInput {
    private static final String PREV_RESULT = "prevResult";
    private static final String RESERVED = "cni.dev/";

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
        ObjectNode input = start(plugin);
        if (prevResult != null) {
            input.set(PREV_RESULT, ResultWriter.tree(prevResult));
        }
        ObjectNode runtimeConfig = Json.object();
        for (String capability : plugin.enabledCapabilities()) {
            if (capabilityArgs.containsKey(capability)) {
                runtimeConfig.set(capability, PlainValues.toTree(capability, capabilityArgs.get(capability)));
            }
        }
        // Without arguments, what the file says stays: tools that test plugins put their arguments there.
        if (!runtimeConfig.isEmpty()) {
            input.set("runtimeConfig", runtimeConfig);
        }
        return print(input);
    }

    /** For STATUS. */
    public String forStatus(PluginConfig plugin) {
        return print(start(plugin));
    }

    /** For GC; null stands for libcni's nil arguments, with which plugins are not told what is valid. */
    public String forGc(PluginConfig plugin, @Nullable Collection<AttachmentId> valid) {
        ObjectNode input = start(plugin);
        if (valid != null) {
            ArrayNode list = input.putArray(RESERVED + "valid-attachments");
            for (AttachmentId each : valid) {
                list.addObject().put("containerID", each.containerId()).put("ifname", each.ifName());
            }
            // The name in drafts of 1.1.0, which libcni goes on sending.
            input.set(RESERVED + "attachments", list);
        }
        return print(input);
    }

    private ObjectNode start(PluginConfig plugin) {
        ObjectNode input;
        try {
            input = Json.asObject(Json.parse(plugin.json()));
        } catch (JsonException e) {
            throw new IllegalStateException("a configuration that was read before: " + e.getMessage(), e);
        }
        if (mode == CniMode.IMPROVED) {
            input.properties().removeIf(field -> isForRuntimeOnly(field.getKey()));
        }
        input.put("name", network.name());
        input.put("cniVersion", network.cniVersion());
        return input;
    }

    // Section 3 has the runtime remove capabilities. The rest is said by the runtime: what lies in a file is a
    // left-over
    // that plugins would believe. Plugins in Go take such keys in any case.
    private static boolean isForRuntimeOnly(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.equals("capabilities")
                || lower.equals(PREV_RESULT.toLowerCase(Locale.ROOT))
                || lower.startsWith(RESERVED);
    }

    private String print(ObjectNode input) {
        return mode == CniMode.IMPROVED ? Json.sortedCompact(input) : Json.sortedCompactFloat64(input);
    }
}
