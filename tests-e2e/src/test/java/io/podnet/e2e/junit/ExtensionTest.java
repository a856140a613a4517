// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.podnet.junit.Captures;
import io.podnet.junit.Host;
import io.podnet.junit.Hosts;
import io.podnet.junit.PodnetHosts;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The annotation, by tests that another JUnit runs. */
@Tag("smoke")
class ExtensionTest {
    private static final String MARK = "what the test was about";

    @TempDir
    Path output;

    @Test
    void aFailureKeepsWhatEachHostSaw() throws Exception {
        EngineExecutionResults results = run(Fails.class);
        results.testEvents()
                .assertThatEvents()
                .haveExactly(1, event(test("fails"), finishedWithFailure(message("on purpose"))));
        Throwable failure = results.testEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow())
                .findFirst()
                .orElseThrow();
        List<Path> captures = captures();
        assertThat(captures)
                .extracting(file -> file.getFileName().toString())
                .containsExactly("alpha.pcap", "beta.pcap");
        assertThat(failure.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly("what the hosts sent and received lies in "
                        + captures.get(0).getParent());
        for (Path capture : captures) {
            assertThat(packets(capture)).as(capture.toString()).anyMatch(packet -> packet.contains(MARK));
        }
    }

    @Test
    void successAndAbortionKeepNothingUnlessThatIsAskedFor() throws Exception {
        run(Passes.class)
                .testEvents()
                .assertStatistics(it -> it.succeeded(4).aborted(1).failed(0));
        assertThat(captures()).isEmpty();
        run(KeepsAlways.class).testEvents().assertStatistics(it -> it.succeeded(1));
        assertThat(captures()).hasSize(1);
    }

    @Test
    void neverIsNever() throws Exception {
        run(KeepsNever.class).testEvents().assertStatistics(it -> it.failed(1));
        assertThat(captures()).isEmpty();
    }

    @Test
    void mistakesAreExplained() {
        run(AsksBeforeAll.class)
                .containerEvents()
                .assertThatEvents()
                .haveExactly(1, event(finishedWithFailure(message(text -> text.contains("hosts belong to one test")))));
        EngineExecutionResults results = run(AsksWrongly.class);
        results.testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("swaps"),
                                finishedWithFailure(message(text -> text.contains("hosts.get(\"beta\")")))))
                .haveExactly(
                        1,
                        event(
                                test("asksForTooMany"),
                                finishedWithFailure(message(text -> text.contains("there are 2 hosts")))));
    }

    private EngineExecutionResults run(Class<?> type) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .outputDirectoryCreator(new OutputDirectoryCreator() {
                    @Override
                    public Path getRootDirectory() {
                        return output;
                    }

                    @Override
                    public Path createOutputDirectory(TestDescriptor test) throws IOException {
                        return Files.createDirectories(
                                output.resolve(test.getDisplayName().replaceAll("\\W", "-")));
                    }
                })
                .execute();
    }

    private List<Path> captures() throws IOException {
        try (Stream<Path> files = Files.walk(output)) {
            return files.filter(file -> file.toString().endsWith(".pcap"))
                    .sorted()
                    .toList();
        }
    }

    /** Reads the packets of a file, as text. */
    private static List<String> packets(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(24);
        List<String> packets = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] packet = new byte[bytes.getInt(bytes.position() + 8)];
            bytes.position(bytes.position() + 16);
            bytes.get(packet);
            packets.add(new String(packet, StandardCharsets.ISO_8859_1));
        }
        return packets;
    }

    @PodnetHosts({"alpha", "beta"})
    static class Fails {
        @Test
        void fails(Host alpha, Host beta) throws Exception {
            byte[] payload = MARK.getBytes(StandardCharsets.US_ASCII);
            try (DatagramSocket receiver = beta.call(() -> new DatagramSocket(beta.at(7000)));
                    DatagramSocket sender = alpha.call(() -> new DatagramSocket())) {
                sender.send(new DatagramPacket(payload, payload.length, beta.at(7000)));
                receiver.receive(new DatagramPacket(new byte[100], 100));
            }
            throw new AssertionError("on purpose");
        }
    }

    @PodnetHosts({"alpha", "beta"})
    static class Passes {
        private final Hosts hosts;

        Passes(Hosts hosts) {
            this.hosts = hosts;
        }

        @Test
        void hasOneSetOfHosts(Hosts same) {
            assertThat(same).isSameAs(hosts);
        }

        @Test
        void isAborted() {
            Assumptions.abort("that is no failure");
        }

        @Test
        void takesHostsByPlace(Host alpha, Hosts all, Host second) {
            assertThat(all).isSameAs(hosts);
            assertThat(all).containsExactly(alpha, second);
            assertThat(second.name()).isEqualTo("beta");
        }

        @Test
        @PodnetHosts("single")
        void theMethodCounts(Hosts single) {
            assertThat(single).extracting(Host::name).containsExactly("single");
        }

        @AfterEach
        void sameHosts(Hosts same) {
            assertThat(same).isSameAs(hosts);
        }

        @Nested
        class Inside {
            @Test
            void inherits(Hosts inner) {
                assertThat(inner).extracting(Host::name).containsExactly("alpha", "beta");
            }
        }
    }

    static class KeepsAlways {
        @Test
        @PodnetHosts(value = "alpha", captures = Captures.ALWAYS)
        void passes() {}
    }

    static class KeepsNever {
        @Test
        @PodnetHosts(value = "alpha", captures = Captures.NEVER)
        void fails() {
            throw new AssertionError("on purpose");
        }
    }

    @PodnetHosts("alpha")
    static class AsksBeforeAll {
        @BeforeAll
        static void asks(Hosts hosts) {}

        @Test
        void neverRuns() {}
    }

    @PodnetHosts({"alpha", "beta"})
    static class AsksWrongly {
        @Test
        void swaps(Host beta, Host alpha) {}

        @Test
        void asksForTooMany(Host alpha, Host beta, Host gamma) {}
    }
}
