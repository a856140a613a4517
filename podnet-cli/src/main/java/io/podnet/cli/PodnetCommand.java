// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself: help, version, and its subcommands. */
@Command(
        name = "podnet",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        subcommands = {
            RunCommand.class,
            CreateCommand.class,
            StartCommand.class,
            StopCommand.class,
            RmCommand.class,
            PsCommand.class,
            ExecCommand.class,
            PortCommand.class,
            InspectCommand.class,
            ConnectCommand.class,
            DisconnectCommand.class,
            ReloadCommand.class,
            StatsCommand.class,
            CompletionCommand.class,
            NetworkCommand.class,
            EventsCommand.class,
            DoctorCommand.class,
            GcCommand.class
        },
        description = "Puts pods and commands on container networks: namespaces, CNI plugins, published ports.",
        footer = "%nAs cnitool, or with cni as its first argument, it takes cnitool's arguments and environment.")
final class PodnetCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a subcommand is missing");
    }

    /** Reads the version that the build gave the module, or the jar where that is on the class path. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Main.class.getModule().getDescriptor())
                    .flatMap(descriptor -> descriptor.rawVersion())
                    .or(() -> Optional.ofNullable(Main.class.getPackage().getImplementationVersion()))
                    .orElse("(not built by Maven)");
            return new String[] {"podnet " + version};
        }
    }
}
