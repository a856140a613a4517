// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Reports what went wrong in one line on standard error; with {@code -v} its stack trace follows. */
final class ErrorLine {
    private ErrorLine() {}

    static int ofParameters(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String help = command.getCommandSpec().qualifiedName() + " --help";
        command.getErr().println("Error: " + oneLine(message(e)) + " (see " + help + ")");
        return ExitStatus.PODNET;
    }

    static int ofExecution(Exception e, CommandLine command, ParseResult parsed) {
        print(e, command.getParseResult().hasMatchedOption("--verbose"), command);
        return e instanceof CommandFailure failure ? failure.exitStatus() : ExitStatus.PODNET;
    }

    static void print(Throwable e, boolean verbose, CommandLine command) {
        command.getErr().println("Error: " + oneLine(message(e)));
        for (Throwable also : e.getSuppressed()) {
            command.getErr().println("Error: besides: " + oneLine(message(also)));
        }
        if (verbose) {
            e.printStackTrace(command.getErr());
        }
    }

    private static String message(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
