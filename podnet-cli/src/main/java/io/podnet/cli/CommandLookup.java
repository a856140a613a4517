// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out whether a command can be started, before anything is made for it; execvp(3) decides in the same way. */
final class CommandLookup {
    private static final String USUAL_PATH = "/bin:/usr/bin";

    private CommandLookup() {}

    static void check(String command) {
        if (command.indexOf('/') >= 0) {
            checkFile(command);
        } else if (!isInPath(command)) {
            throw new CommandFailure(ExitStatus.NOT_FOUND, "command \"" + command + "\" not found in PATH");
        }
    }

    private static void checkFile(String command) {
        Path file = Path.of(command);
        if (!Files.exists(file)) {
            throw new CommandFailure(ExitStatus.NOT_FOUND, "command \"" + command + "\": no such file or directory");
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailure(ExitStatus.NOT_INVOKABLE, "command \"" + command + "\": is a directory");
        }
        if (!Files.isExecutable(file)) {
            throw new CommandFailure(ExitStatus.NOT_INVOKABLE, "command \"" + command + "\": permission denied");
        }
    }

    private static boolean isInPath(String command) {
        if (command.isEmpty()) {
            return false;
        }
        String path = System.getenv().getOrDefault("PATH", USUAL_PATH);
        boolean denied = false;
        for (String each : path.split(":", -1)) {
            // An empty entry is the working directory.
            Path file = Path.of(each, command);
            if (Files.isRegularFile(file)) {
                if (Files.isExecutable(file)) {
                    return true;
                }
                denied = true;
            }
        }
        if (denied) {
            throw new CommandFailure(ExitStatus.NOT_INVOKABLE, "command \"" + command + "\": permission denied");
        }
        return false;
    }
}
