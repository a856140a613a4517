// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import io.podnet.testkit.Place;
import io.podnet.testkit.TestProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A pod of a user's that {@code ./podnet run} keeps, while a command in it sleeps. */
final class UserPod implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final User user;
    private final TestProcess runner;
    private final long command;

    private UserPod(User user, TestProcess runner) {
        this.user = user;
        this.runner = runner;
        String output = runner.awaitOutput(text -> text.endsWith("\n"), PATIENCE);
        this.command = Long.parseLong(output.strip());
    }

    static UserPod run(User user, String... options) {
        return after("true", user, options);
    }

    /** Does something inside before it sleeps. */
    static UserPod after(String shell, User user, String... options) {
        List<String> words = new ArrayList<>(List.of("run"));
        words.addAll(List.of(options));
        return start(shell, user, words);
    }

    /** Sleeps in a pod that runs already; whoever made the pod removes it. */
    static UserPod exec(User user, String name) {
        return start("true", user, new ArrayList<>(List.of("exec", name)));
    }

    private static UserPod start(String shell, User user, List<String> words) {
        words.addAll(List.of("--", "sh", "-c", shell + " && echo $$ && exec sleep 600"));
        TestProcess runner = user.start(words.toArray(String[]::new));
        try {
            return new UserPod(user, runner);
        } catch (RuntimeException | Error e) {
            runner.close();
            throw e;
        }
    }

    Place inside() {
        return Place.ofProcess(command);
    }

    /** Its first IPv4 address. */
    String address() {
        return inside().run("ip", "-brief", "-4", "address", "show", "scope", "global")
                .succeeded()
                .stdout()
                .replaceFirst("(?s)^\\S+ +\\S+ +([0-9.]+)/.*$", "$1");
    }

    long command() {
        return command;
    }

    TestProcess runner() {
        return runner;
    }

    /** Finds the process that holds the rootless namespace. */
    long holder() {
        return pid("sleep infinity");
    }

    /** Finds the process of the stack, be it the shared one or the pod's own; one of them runs at a time. */
    long stack() {
        return pid("\\.(sock|pid) .*--netns");
    }

    private long pid(String pattern) {
        return user.processes().stream()
                .filter(line -> line.matches(".*" + pattern + ".*"))
                .map(line -> Long.parseLong(line.strip().split(" ")[0]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + pattern + " in " + user.processes()));
    }

    /** Ends the command, and waits until podnet has cleaned up. */
    @Override
    public void close() {
        if (runner.isAlive()) {
            Place.host().run("kill", "-TERM", Long.toString(runner.pid()));
            runner.await(PATIENCE);
        }
        runner.close();
    }
}
