// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.grounds;

import io.podnet.base.Availability;
import io.podnet.base.IpPrefix;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniVerb;
import io.podnet.cni.spi.NamespaceStandIn;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginExecutables;
import io.podnet.cni.spi.PluginInvocationException;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.PluginReply;
import io.podnet.cni.spi.Support;
import io.podnet.rootless.RootlessNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs plugins in the rootless namespace. */
final class HolderPlugins implements PluginInvoker {
    private static final Set<CniVerb> UNDOING = Set.of(CniVerb.DEL, CniVerb.GC);

    private final Supplier<Optional<RootlessNamespace>> namespace;
    private final PluginInvoker executables;

    HolderPlugins(Supplier<Optional<RootlessNamespace>> namespace) {
        this.namespace = namespace;
        this.executables = PluginExecutables.behind(
                () -> namespace.get().map(RootlessNamespace::commandPrefix).orElseThrow(HolderPlugins::gone));
    }

    private static PluginInvocationException gone() {
        return new PluginInvocationException(
                PluginInvocationException.Reason.NOT_STARTED,
                "the rootless namespace is gone; the next command makes another one",
                "",
                "",
                null);
    }

    @Override
    public String name() {
        return executables.name();
    }

    @Override
    public Availability probe() {
        return executables.probe();
    }

    @Override
    public Support supports(String type, String config, List<Path> pluginPath) {
        return executables.supports(type, config, pluginPath);
    }

    @Override
    public PluginReply invoke(PluginCall call) {
        if (UNDOING.contains(call.verb()) && namespace.get().isEmpty()) {
            // All that plugins made was in the namespace, leases and rules too: it is gone with that.
            return new PluginReply(0, "", "");
        }
        return executables.invoke(call);
    }

    @Override
    public void endOrphans(AttachmentId attachment, List<Path> pluginPath) {
        executables.endOrphans(attachment, pluginPath);
    }

    @Override
    public Optional<NamespaceStandIn> standIn(@Nullable Path netns, String ifName, List<IpPrefix> addresses)
            throws IOException {
        return namespace.get().isPresent() ? executables.standIn(netns, ifName, addresses) : Optional.empty();
    }

    @Override
    public boolean namespaceExists(Path netns) {
        return namespace
                .get()
                .map(each -> each.reachable(netns))
                .filter(Files::exists)
                .filter(executables::namespaceExists)
                .isPresent();
    }
}
