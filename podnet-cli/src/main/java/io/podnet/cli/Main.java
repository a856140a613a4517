package io.podnet.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** Starts the command. */
public final class Main {
    private Main() {}

    /**
     * Runs podnet and ends the JVM with its exit status.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        Logging.configure(isVerbose(Arrays.asList(arguments)));
        System.exit(commandLine(writer(System.out), writer(System.err)).execute(arguments));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new PodnetCommand())
                .setOut(out)
                .setErr(err)
                // What follows the options of run is another command, and @FILE may well be an argument of it.
                .setExpandAtFiles(false)
                .setStopAtPositional(true)
                .setParameterExceptionHandler(ErrorLine::ofParameters)
                .setExecutionExceptionHandler(ErrorLine::ofExecution);
    }

    // Before picocli: the first logger that any class makes reads the level, once and for all.
    private static boolean isVerbose(List<String> arguments) {
        int end = arguments.indexOf("--");
        List<String> own = end < 0 ? arguments : arguments.subList(0, end);
        return own.contains("-v") || own.contains("--verbose");
    }
}
