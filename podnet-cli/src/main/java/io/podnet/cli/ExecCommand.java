// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.Pod;
import io.podnet.api.Podnet;
import io.podnet.cli.output.Terminal;
import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a command in a pod that runs. */
@Command(
        name = "exec",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Runs a command in the network namespace of a pod that runs.",
            "It sees the files of the host, and ends at the latest when the pod is stopped."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "125:podnet itself failed, as when the pod does not run",
            "126:the command cannot be invoked",
            "127:the command was not found",
            "else:the command's own status; 128 and the number of the signal if one ended it"
        },
        footerHeading = "%nSignals:%n",
        footer = "As those of podnet run.")
final class ExecCommand implements Callable<Integer> {
    private static final File NOTHING = new File("/dev/null");

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = {"-d", "--detach"},
            description = "Leave the command to itself, without input and output, and print its process id.")
    private boolean detach;

    @Option(
            names = {"-i", "--interactive"},
            description = "Give it standard input; without this it reads an empty file.")
    private boolean interactive;

    @Option(
            names = {"-t", "--tty"},
            description = "Give it the terminal that podnet runs on, with its input.")
    private boolean terminal;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME=VALUE",
            description = "Set a variable of its environment; may be repeated.")
    private Map<String, String> environment = new LinkedHashMap<>();

    @Option(
            names = {"-w", "--workdir"},
            paramLabel = "DIR",
            description = "Where it runs (here).")
    private @Nullable Path directory;

    @Parameters(index = "0", paramLabel = "POD", description = "The pod's name, id, or the beginning of its id.")
    private String pod = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "The command and its arguments; a -- before it is left out.")
    private List<String> command = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        // As with run; picocli takes it for an argument, since it comes after the pod.
        if (command.get(0).equals("--") && command.size() > 1) {
            command = command.subList(1, command.size());
        }
        CommandLookup.check(command.get(0));
        if (directory != null && !Files.isDirectory(directory)) {
            throw new CommandFailure(ExitStatus.PODNET, "--workdir " + directory + ": no such directory");
        }
        if (terminal && !Terminal.STDIN.isThere()) {
            throw new CommandFailure(ExitStatus.PODNET, "--tty: standard input is not a terminal");
        }
        try (Podnet podnet = common.open()) {
            Pod found = podnet.pod(pod);
            if (detach) {
                spec.commandLine().getOut().println(found.exec(detached()).pid());
                return ExitStatus.OK;
            }
            try (Foreground foreground = Foreground.open()) {
                return foreground.run(() -> found.exec(attached()));
            }
        }
    }

    private ProcessBuilder attached() {
        ProcessBuilder builder = builder(command).inheritIO();
        return interactive || terminal ? builder : builder.redirectInput(Redirect.from(NOTHING));
    }

    // In a session of its own, or Ctrl-C and the end of this terminal would reach it.
    private ProcessBuilder detached() {
        List<String> inSession = new ArrayList<>(List.of("setsid"));
        inSession.addAll(command);
        return builder(inSession)
                .redirectInput(Redirect.from(NOTHING))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
    }

    private ProcessBuilder builder(List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.environment().putAll(environment);
        return directory == null ? builder : builder.directory(directory.toFile());
    }
}
