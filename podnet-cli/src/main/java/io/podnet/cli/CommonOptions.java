// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.Podnet;
import io.podnet.api.PodnetBuilder;
import io.podnet.rootless.StackChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every subcommand has. */
final class CommonOptions {
    @Option(
            names = "--config-dir",
            paramLabel = "DIR",
            description = "Where the network configurations are (/etc/cni/net.d).")
    private @Nullable Path configDirectory;

    @Option(
            names = "--plugin-dir",
            paramLabel = "DIR",
            description = "Where the CNI plugins are; may be repeated (/usr/lib/cni, /opt/cni/bin).")
    private List<Path> pluginDirectories = new ArrayList<>();

    @Option(
            names = "--cache-dir",
            paramLabel = "DIR",
            description = "Where CNI keeps its results, shared with other CNI users (/var/lib/cni).")
    private @Nullable Path cacheDirectory;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Where podnet keeps its records and runtime files (/var/lib/podnet, /run/podnet).")
    private @Nullable Path root;

    @Option(
            names = "--stack",
            paramLabel = "STACK",
            converter = StackConverter.class,
            description = {
                "For users without privileges: the user-mode stack that joins their pods to the outside,",
                "slirp4netns[:OPTIONS] or pasta[:OPTIONS] (the best one that works here)."
            })
    private @Nullable StackChoice stack;

    @Option(
            names = {"-v", "--verbose"},
            description = "Tell what is done, each plugin call with its duration; show stack traces.")
    private boolean verbose;

    Podnet open() {
        return builder().open();
    }

    PodnetBuilder builder() {
        PodnetBuilder builder = Podnet.builder();
        if (configDirectory != null) {
            builder.configDirectory(configDirectory);
        }
        if (!pluginDirectories.isEmpty()) {
            builder.pluginPath(pluginDirectories);
        }
        if (cacheDirectory != null) {
            builder.cacheDirectory(cacheDirectory);
        }
        if (root != null) {
            builder.root(root);
        }
        if (stack != null) {
            builder.stack(stack);
        }
        return builder;
    }

    boolean verbose() {
        return verbose;
    }
}
