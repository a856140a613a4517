// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.netns.Netns;
import io.podnet.netns.NetnsNotFoundException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apiguardian.api.API;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How every {@link io.podnet.netns.spi.NamespaceBackend} starts processes inside namespaces; a backend's test extends it.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Tag("contract")
public abstract class InsideProcessContract extends NamespaceFixture {
    private Netns blue;

    /** For subclasses. */
    protected InsideProcessContract() {}

    @BeforeEach
    void create() {
        blue = namespaces.createAnonymous();
    }

    @AfterEach
    void close() {
        blue.close();
    }

    @Test
    void aProcessIsInsideWhenStartReturns() throws Exception {
        Process process = blue.start(new ProcessBuilder("sleep", "60"));
        try {
            assertThat(identityOf(Path.of("/proc/" + process.pid() + "/ns/net")))
                    .isEqualTo(blue.identity());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void theHandleMayBeClosedAtOnce() throws Exception {
        String expected = blue.identity().toString();
        Process process = blue.start(new ProcessBuilder("readlink", "/proc/self/ns/net"));
        blue.close();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(expected + "\n");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void theExitStatusIsTheCommandsOwn() throws Exception {
        assertThat(blue.start(new ProcessBuilder("sh", "-c", "exit 42")).waitFor())
                .isEqualTo(42);
        assertThat(blue.start(new ProcessBuilder("sh", "-c", "kill -9 $$")).waitFor())
                .isEqualTo(128 + 9);
    }

    @Test
    void argumentsEnvironmentDirectoryAndRedirectionsAreThoseOfTheBuilder(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", "-c", "cat; echo \"$1|$COLOUR|$PWD\"; echo oops >&2", "-", "a b")
                .directory(directory.toFile())
                .redirectOutput(Redirect.to(output.toFile()))
                .redirectErrorStream(true);
        builder.environment().put("COLOUR", "blue");
        builder.environment().remove("HOME");

        Process process = blue.start(builder);
        process.getOutputStream().write("input\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();

        assertThat(process.waitFor()).isZero();
        assertThat(Files.readAllLines(output)).containsExactly("input", "a b|blue|" + directory, "oops");
        assertThat(builder.command()).as("left as it was").startsWith("sh");
    }

    @Test
    void aProgramThatDoesNotExistIsSaidToBeMissing() {
        for (String name : new String[] {"no-such-program", "/no/such/program", "./no-such-program"}) {
            assertThatThrownBy(() -> blue.start(new ProcessBuilder(name)))
                    .isInstanceOf(NetnsNotFoundException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void aProcessKeepsItsNamespace() throws Exception {
        Process process = blue.start(new ProcessBuilder("sleep", "60"));
        try {
            blue.close();

            try (Netns again = namespaces.ofProcess(process.pid())) {
                assertThat(again.identity()).isEqualTo(blue.identity());
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
