// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import io.podnet.testkit.CommandResult;
import io.podnet.testkit.Place;
import io.podnet.testkit.PlainUser;
import io.podnet.testkit.TestCommand;
import io.podnet.testkit.TestProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A user without privileges who has {@code ./podnet}. The checkout is mounted where every user may look, since it may lie
 * below a directory of root's.
 */
final class User implements AutoCloseable {
    private static final Path CHECKOUT = Path.of("/run/checkout");

    /** The command. */
    static final String PODNET = CHECKOUT + "/podnet";

    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private final PlainUser user;
    private final Map<String, String> environment;

    private User(PlainUser user, Map<String, String> environment) {
        this.user = user;
        this.environment = environment;
    }

    /** Makes the user and builds podnet, if that is not built yet. */
    static User create() throws IOException {
        Path checkout = Path.of("..").toRealPath();
        Place.host()
                .command(checkout.resolve("podnet").toString(), "--version")
                .deadline(Duration.ofMinutes(5))
                .run()
                .succeeded();
        Files.createDirectories(CHECKOUT);
        Place.host()
                .run("mount", "--bind", checkout.toString(), CHECKOUT.toString())
                .succeeded();
        return new User(PlainUser.create("pat", 4242), Map.of());
    }

    /** The same user with one more variable in the environment; only the original is to be closed. */
    User with(String variable, String value) {
        return new User(user, Map.of(variable, value));
    }

    PlainUser plain() {
        return user;
    }

    /** Prepares a command of the user's. */
    TestCommand command(String... words) {
        TestCommand command =
                Place.host().command(words).as(user).directory(Path.of("/")).deadline(PATIENCE);
        environment.forEach(command::environment);
        return command;
    }

    /** Prepares a call of {@code ./podnet}. */
    TestCommand podnet(String... arguments) {
        return command(Stream.concat(Stream.of(PODNET), Stream.of(arguments)).toArray(String[]::new));
    }

    CommandResult run(String... arguments) {
        return podnet(arguments).run();
    }

    TestProcess start(String... arguments) {
        return podnet(arguments).start();
    }

    /** The user's processes, but for those that do not belong to podnet. */
    List<String> processes() {
        return command("ps", "-u", Integer.toString(user.id()), "-o", "pid=,args=").run().lines().stream()
                .filter(line -> !line.contains(" ps -u "))
                .toList();
    }

    /** What is left of rootless namespaces in the user's runtime directory. */
    List<Path> remains() {
        Path rootless = user.runtimeDirectory().resolve("podnet/rootless");
        if (Files.notExists(rootless)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(rootless)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the user's directories away again. */
    @Override
    public void close() {
        Place.host().run("umount", CHECKOUT.toString()).succeeded();
        Place.host()
                .run("rm", "-rf", CHECKOUT.toString(), "/run/home", "/run/user")
                .succeeded();
    }
}
