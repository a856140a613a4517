// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import io.podnet.cni.CniVerb;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.PluginReply;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs one plugin of a chain, the reference one or ours, with what the plugins before it would have reported. */
interface ChainedPlugin {
    /** What a plugin answered: its exit status and what it printed. */
    record Reply(int exit, String stdout) {
        Reply succeeded() {
            if (exit != 0) {
                throw new AssertionError("the plugin failed: " + stdout);
            }
            return this;
        }
    }

    /** Calls it; the configuration is complete. */
    Reply call(CniVerb verb, String type, String container, String netns, String config) throws Exception;

    /** The executables of the distribution. */
    static ChainedPlugin reference() {
        return (verb, type, container, netns, config) -> {
            CommandResult result = Place.host()
                    .command(
                            "env",
                            "CNI_COMMAND=" + verb,
                            "CNI_CONTAINERID=" + container,
                            "CNI_NETNS=" + netns,
                            "CNI_IFNAME=eth0",
                            "CNI_PATH=/usr/lib/cni",
                            "/usr/lib/cni/" + type)
                    .stdin(config)
                    .run();
            return new Reply(result.exit(), result.stdout());
        };
    }

    /** Ours. */
    static ChainedPlugin ours(PluginInvoker invoker) {
        return (verb, type, container, netns, config) -> {
            boolean isOfAttachment = verb != CniVerb.GC && verb != CniVerb.STATUS;
            PluginReply reply = invoker.invoke(new PluginCall(
                    type,
                    verb,
                    isOfAttachment ? container : "",
                    isOfAttachment ? netns : "",
                    isOfAttachment ? "eth0" : "",
                    "",
                    List.of(Path.of("/usr/lib/cni")),
                    Map.of(),
                    config,
                    Duration.ofSeconds(30)));
            return new Reply(reply.exit(), reply.stdout());
        };
    }
}
