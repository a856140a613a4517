// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes, removes and shows networks. */
@Command(
        name = "network",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        subcommands = {
            NetworkCreateCommand.class,
            NetworkRmCommand.class,
            NetworkLsCommand.class,
            NetworkInspectCommand.class
        },
        description = {
            "Makes, removes and shows networks.",
            "They are CNI configurations, which podman and other CNI users of this host share."
        })
final class NetworkCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a subcommand is missing");
    }
}
