// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A command that a test is about to run somewhere; see {@link Place#command(String...)}.
 *
 * <pre>{@code
 * Place.host().command("./podnet", "run", "--", "true").environment("CI", "true").run().succeeded();
 * }</pre>
 *
 * <p><b>Threads</b>: used by one thread.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TestCommand {
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(20);

    private final List<String> entering;
    private final List<String> words;
    private final Map<String, String> environment = new TreeMap<>();
    private String stdin = "";
    private @Nullable Path directory;
    private @Nullable PlainUser user;
    private Duration deadline = DEFAULT_DEADLINE;

    TestCommand(List<String> entering, String... words) {
        this.entering = entering;
        this.words = List.of(words);
    }

    /**
     * Sets an environment variable, beside those of the JVM.
     *
     * @param name its name
     * @param value its value
     * @return this
     */
    public TestCommand environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /**
     * Sets what it reads from its standard input; nothing by default.
     *
     * @param text the text
     * @return this
     */
    public TestCommand stdin(String text) {
        stdin = text;
        return this;
    }

    /**
     * Sets its working directory; by default that of the JVM, or the home of the {@linkplain #as user} it runs as.
     *
     * @param where the directory
     * @return this
     */
    public TestCommand directory(Path where) {
        directory = where;
        return this;
    }

    /**
     * Sets how long {@link #run()} waits; 20 seconds by default.
     *
     * @param limit how long
     * @return this
     */
    public TestCommand deadline(Duration limit) {
        deadline = limit;
        return this;
    }

    /**
     * Runs it as a user without privileges, with the environment of that user's login.
     *
     * @param other the user
     * @return this
     */
    public TestCommand as(PlainUser other) {
        user = other;
        other.environment().forEach(this::environment);
        return this;
    }

    /**
     * Runs it to its end.
     *
     * @return what it did
     * @throws AssertionError if it is not over by the deadline; it is killed then, with its children
     */
    public CommandResult run() {
        try (TestProcess process = start()) {
            return process.await(deadline);
        }
    }

    /**
     * Starts it.
     *
     * @return the running command, to be closed by the caller
     */
    public TestProcess start() {
        List<String> all = new ArrayList<>(entering);
        if (user != null) {
            all.addAll(user.becoming());
        }
        all.addAll(words);
        try {
            Path files = Files.createTempDirectory("command-");
            Path input = Files.writeString(files.resolve("stdin"), stdin);
            ProcessBuilder builder = new ProcessBuilder(all)
                    .directory(workingDirectory().toFile())
                    .redirectInput(input.toFile())
                    .redirectOutput(files.resolve("stdout").toFile())
                    .redirectError(files.resolve("stderr").toFile());
            builder.environment().putAll(environment);
            return new TestProcess(words, builder.start(), files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path workingDirectory() {
        if (directory != null) {
            return directory;
        }
        // The checkout may lie where only root may look.
        return user == null ? Path.of("").toAbsolutePath() : user.home();
    }
}
