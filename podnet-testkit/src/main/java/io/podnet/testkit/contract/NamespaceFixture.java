// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.netns.Namespaces;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsIdentity;
import io.podnet.netns.NetnsName;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** What the contracts of namespace backends have in common: namespaces of the backend, in a directory of their own. */
@OnPrivateHost
@Tag("contract")
abstract class NamespaceFixture {
    static final NetnsName BLUE = NetnsName.of("blue");
    static final NetnsName GREEN = NetnsName.of("green");

    private final Path parent = Path.of("/run/netns-contract");
    private final Path directory = parent.resolve("pins");

    Namespaces namespaces;

    /**
     * Opens namespaces with the backend that is tested.
     *
     * @param directory where they are to be pinned; does not exist yet
     * @return the namespaces
     */
    protected abstract Namespaces open(Path directory);

    /**
     * Runs a command where the backend's mounts are seen: on the host unless the backend works elsewhere.
     *
     * @param words the program and its arguments
     */
    protected void runInScope(String... words) {
        Place.host().run(words).succeeded();
    }

    /**
     * Turns a path of the backend's scope into one that this JVM can look at.
     *
     * @param path a path of the scope
     * @return the same file's path here
     */
    protected Path look(Path path) {
        return path;
    }

    @BeforeEach
    void openNamespaces() {
        namespaces = open(directory);
        assertThat(look(directory)).doesNotExist();
    }

    @AfterEach
    void closeNamespaces() throws IOException {
        namespaces.list().forEach(namespaces::remove);
        if (Files.exists(look(directory))) {
            // Mounted on itself, as ip netns leaves /run/netns.
            runInScope("umount", directory.toString());
            runInScope("rmdir", directory.toString());
        }
        if (Files.exists(look(parent))) {
            runInScope("rmdir", parent.toString());
        }
        namespaces.close();
    }

    Path pin(NetnsName name) {
        return directory.resolve(name.value());
    }

    void makeDirectory() {
        runInScope("mkdir", "-p", directory.toString());
        runInScope("mount", "--bind", directory.toString(), directory.toString());
    }

    /** Runs a command inside a namespace; gives what it printed. */
    static List<String> inside(Netns namespace, String... words) throws IOException, InterruptedException {
        Process process = namespace.start(new ProcessBuilder(words).redirectErrorStream(true));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
        assertThat(process.exitValue()).as("%s: %s", List.of(words), output).isZero();
        return output.lines().toList();
    }

    /** Asks a process inside which namespace it is in. */
    static String asSeenInside(Netns namespace) throws IOException, InterruptedException {
        return inside(namespace, "readlink", "/proc/self/ns/net").get(0);
    }

    static NetnsIdentity identityOf(Path path) throws IOException {
        return new NetnsIdentity(
                (long) Files.getAttribute(path, "unix:dev"), (long) Files.getAttribute(path, "unix:ino"));
    }
}
