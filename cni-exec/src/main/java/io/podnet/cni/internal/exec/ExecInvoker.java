// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.exec;

import io.podnet.base.Availability;
import io.podnet.base.IpPrefix;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.internal.exec.PluginPath.Found;
import io.podnet.cni.internal.exec.PluginPath.Lookup;
import io.podnet.cni.internal.exec.PluginPath.Missing;
import io.podnet.cni.spi.NamespaceStandIn;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvocationException;
import io.podnet.cni.spi.PluginInvocationException.Reason;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.PluginReply;
import io.podnet.cni.spi.Support;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs plugins as executables found in the plugin directories, as the CNI specification has it. */
public final class ExecInvoker implements PluginInvoker {
    /** The name of this backend. */
    public static final String NAME = "exec";

    private final Supplier<List<String>> prefix;

    /** Does nothing. */
    public ExecInvoker() {
        this(List::of);
    }

    /** Runs plugins behind a command that turns into them. */
    public ExecInvoker(Supplier<List<String>> prefix) {
        this.prefix = prefix;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability probe() {
        return Availability.available("");
    }

    @Override
    public Support supports(String type, String config, List<Path> pluginPath) {
        return PluginPath.find(type, pluginPath) instanceof Missing missing
                ? Support.no(missing.reason())
                : Support.yes();
    }

    @Override
    public void endOrphans(AttachmentId attachment, List<Path> pluginPath) {
        Orphans.end(attachment, pluginPath);
    }

    @Override
    public Optional<NamespaceStandIn> standIn(@Nullable Path netns, String ifName, List<IpPrefix> addresses)
            throws IOException {
        List<String> command = prefix.get();
        return netns != null && HeldNamespace.has(command, netns, ifName, addresses)
                ? Optional.empty()
                : Optional.of(HeldNamespace.with(command, ifName, addresses));
    }

    @Override
    public PluginReply invoke(PluginCall call) {
        Lookup lookup = PluginPath.find(call.type(), call.pluginPath());
        if (lookup instanceof Found found) {
            return new PluginProcess(prefix.get(), found.executable(), call).run();
        }
        throw new PluginInvocationException(Reason.NOT_FOUND, ((Missing) lookup).reason(), "", "", null);
    }
}
