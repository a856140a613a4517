// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.base.Availability;
import io.podnet.base.PodnetException;
import io.podnet.cni.CniException;
import io.podnet.cni.CniVerb;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvocationException;
import io.podnet.cni.spi.PluginInvocationException.Reason;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.PluginReply;
import io.podnet.cni.spi.Support;
import io.podnet.netns.linux.Capability;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs plugins as code in this JVM: answers as their executables would. */
public final class NativeInvoker implements PluginInvoker {
    /** The name of this backend. */
    public static final String NAME = "native";

    /** Where markers of attachments are kept unless somebody says otherwise. */
    public static final Path RUNTIME_DIRECTORY = Path.of("/run/podnet/cni");

    /** Names the backend of one plugin type: {@code podnet.cni.backend.portmap=exec} keeps its networks from us. */
    private static final String TYPE_PROPERTY = "podnet.cni.backend.";

    private static final Logger LOG = LoggerFactory.getLogger(NativeInvoker.class.getPackageName());
    private static final Set<Capability> NEEDED = EnumSet.of(Capability.CAP_NET_ADMIN, Capability.CAP_SYS_ADMIN);

    private final Path runtime;
    private final Consumer<String> steps;
    private @Nullable PluginRegistry plugins;
    private @Nullable Supports supports;

    /** Works with the defaults; does nothing yet. */
    public NativeInvoker() {
        this.runtime = RUNTIME_DIRECTORY;
        this.steps = step -> {};
    }

    /**
     * Works with something else than the defaults.
     *
     * @param runtime where markers are kept
     * @param plugins the plugins
     * @param steps hears of each step
     */
    public NativeInvoker(Path runtime, PluginRegistry plugins, Consumer<String> steps) {
        this.runtime = runtime;
        this.plugins = plugins;
        this.steps = steps;
    }

    private synchronized PluginRegistry plugins() {
        if (plugins == null) {
            plugins = PluginRegistry.load();
        }
        return plugins;
    }

    private synchronized Supports supports() {
        if (supports == null) {
            supports = new Supports(plugins());
        }
        return supports;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Before a process per call, where both can. */
    @Override
    public int priority() {
        return DEFAULT_PRIORITY + 100;
    }

    @Override
    public Availability probe() {
        Set<Capability> missing = EnumSet.copyOf(NEEDED);
        missing.removeAll(Capability.effective());
        return missing.isEmpty()
                ? Availability.available("")
                : Availability.unavailable(
                        "plugins in this process need " + missing + ", which root has in its user namespace");
    }

    @Override
    public Support supports(String type, String config, List<Path> pluginPath) {
        if (System.getProperty(TYPE_PROPERTY + type, NAME).equals("exec")) {
            return Support.no("property " + TYPE_PROPERTY + type + " wants its executable");
        }
        Optional<NativePlugin> plugin = plugins().find(type);
        if (plugin.isEmpty()) {
            return Support.no("there is no native plugin of type \"" + type + "\", but " + plugins());
        }
        try {
            return Namespaces.staying(() -> supports().of(plugin.get(), config));
        } catch (PodnetException e) {
            return Support.no(e.getMessage());
        }
    }

    @Override
    public List<Path> abandonedFiles() {
        return FileMemory.abandoned(runtime);
    }

    @Override
    public PluginReply invoke(PluginCall call) {
        NativePlugin plugin = plugins()
                .find(call.type())
                .orElseThrow(() -> new PluginInvocationException(
                        Reason.NOT_FOUND, "there is no native plugin of type \"" + call.type() + "\"", "", "", null));
        try {
            if (call.verb() == CniVerb.VERSION) {
                return new PluginReply(0, Replies.versions(plugin.versions()), "");
            }
            Gate gate = Gate.check(plugin, call);
            try (Invocation invocation = new Invocation(plugin, call, gate, plugins(), runtime, steps)) {
                return new PluginReply(0, Namespaces.staying(invocation::run), "");
            }
        } catch (PluginInvocationException e) {
            throw e;
        } catch (CniException e) {
            LOG.debug("{} failed", call, e);
            return new PluginReply(1, Replies.error(e.code(), e.msg(), e.details()), "");
        } catch (RuntimeException e) {
            LOG.debug("{} failed", call, e);
            return new PluginReply(1, Replies.error(e), "");
        }
    }
}
