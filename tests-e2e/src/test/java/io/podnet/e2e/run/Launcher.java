// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts {@code ./podnet}, as a user would. */
final class Launcher {
    private static final Path PODNET = Path.of("..", "podnet").toAbsolutePath().normalize();

    private Launcher() {}

    static Outcome call(String... arguments) throws IOException, InterruptedException {
        try (Running running = start(arguments)) {
            return running.end();
        }
    }

    static Running start(String... arguments) throws IOException {
        return Running.start(new ProcessBuilder(command(arguments)));
    }

    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(PODNET.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Arguments of {@code run} that serve in the pod; the server prints a line once it does. */
    static String[] serving(String... options) {
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(List.of(options));
        arguments.add("--");
        arguments.addAll(AddressServer.command());
        return arguments.toArray(String[]::new);
    }
}
