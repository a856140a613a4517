// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.cli.cnitool.CniTool;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

/** Starts the command. */
public final class Main {
    private Main() {}

    /**
     * Runs podnet and ends the JVM with its exit status.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("cni")) {
            // cnitool's arguments and environment, as they are: picocli has no part in it.
            Logging.configure(false);
            CniTool cnitool = new CniTool(System.getenv(), System.out, System.err);
            System.exit(cnitool.run(List.of(arguments).subList(1, arguments.length)));
        }
        System.exit(commandLine(writer(System.out), writer(System.err)).execute(arguments));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /**
     * Makes the command with its subcommands; for tests that need no JVM of their own.
     *
     * @param out where results go
     * @param err where messages go
     * @return the command
     */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine podnet = new CommandLine(new PodnetCommand())
                .setOut(out)
                .setErr(err)
                // The same text everywhere: the launcher prints the one that the build wrote.
                .setColorScheme(Help.defaultColorScheme(Ansi.OFF))
                // @FILE may well be an argument of the command that runs in the pod.
                .setExpandAtFiles(false)
                .setExecutionStrategy(Main::execute)
                .setParameterExceptionHandler(ErrorLine::ofParameters)
                .setExecutionExceptionHandler(ErrorLine::ofExecution);
        // What follows the options of these is another command.
        Stream.of("run", "exec")
                .map(each -> Objects.requireNonNull(podnet.getSubcommands().get(each)))
                .forEach(each -> each.setStopAtPositional(true));
        return podnet;
    }

    // Before any class of podnet makes a logger: the first one reads the level, once and for all.
    private static int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        Logging.configure(last.hasMatchedOption("--verbose"));
        return new CommandLine.RunLast().execute(parsed);
    }
}
