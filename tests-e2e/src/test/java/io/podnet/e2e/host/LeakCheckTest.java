// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import io.podnet.testkit.OnPrivateHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs small test classes with JUnit, to see that those that leak fail, and no others. */
class LeakCheckTest {
    @OnPrivateHost
    static class LeaksAFile {
        @Test
        void leaks() throws Exception {
            Files.createFile(Path.of("/run/seven"));
        }
    }

    @Test
    void aTestThatLeaksFailsAndSaysWhat() throws Exception {
        List<String> failures = failures(LeaksAFile.class);
        Files.delete(Path.of("/run/seven"));
        assertThat(failures)
                .containsExactly(
                        "the host is not as leaks() found it:\n  left behind in files: /run/seven",
                        "the host is not as LeakCheckTest$LeaksAFile found it:\n  left behind in files: /run/seven");
    }

    @OnPrivateHost
    static class Tidy {
        @TempDir
        Path field;

        @Test
        void removesWhatItMade(@TempDir Path parameter) throws Exception {
            Files.createFile(field.resolve("x"));
            Files.createFile(parameter.resolve("x"));
            Files.createFile(Path.of("/run/seven"));
            Shell.run("ip netns add seven; ip link add veth7 type veth peer name eth0 netns seven");
        }

        @AfterEach
        void remove() throws Exception {
            Files.delete(Path.of("/run/seven"));
            Shell.run("ip netns del seven"); // the kernel removes the link in its own time
        }
    }

    @Test
    void whatIsRemovedLaterIsNoLeak() {
        assertThat(failures(execute(Tidy.class, "3000"))).isEmpty();
    }

    @OnPrivateHost
    static class KeepsForItsClass {
        @BeforeAll
        static void make() throws Exception {
            Files.createFile(Path.of("/run/seven"));
        }

        @Test
        void usesIt() {
            assertThat(Path.of("/run/seven")).exists();
        }

        @AfterAll
        static void remove() throws Exception {
            Files.delete(Path.of("/run/seven"));
        }
    }

    @Test
    void whatBelongsToTheClassIsNoLeakOfATest() {
        assertThat(failures(KeepsForItsClass.class)).isEmpty();
    }

    @OnPrivateHost
    static class LeaksFromItsClass {
        @BeforeAll
        static void make() throws Exception {
            Files.createFile(Path.of("/run/seven"));
        }

        @Test
        void leavesItThere() {
            assertThat(Path.of("/run/seven")).exists();
        }
    }

    @Test
    void aClassThatLeaksFails() throws Exception {
        List<String> failures = failures(LeaksFromItsClass.class);
        Files.delete(Path.of("/run/seven"));
        assertThat(failures).singleElement().asString().contains("LeaksFromItsClass found it", "/run/seven");
    }

    @OnPrivateHost
    @LeavesBehind(in = Facet.FILES, matching = "/run/seven", because = "this test shows how to say so")
    static class LeavesSomethingOnPurpose {
        @Test
        @LeavesBehind(in = Facet.FILES, matching = "/run/eight", because = "this test shows how to say so")
        void leaves() throws Exception {
            Files.createFile(Path.of("/run/seven"));
            Files.createFile(Path.of("/run/eight"));
        }

        @AfterAll
        static void remove() throws Exception {
            Files.delete(Path.of("/run/eight"));
        }
    }

    @Test
    void whatIsLeftOnPurposeIsNoLeak() throws Exception {
        List<String> failures = failures(LeavesSomethingOnPurpose.class);
        Files.delete(Path.of("/run/seven"));
        assertThat(failures).isEmpty();
    }

    @OnPrivateHost
    static class FailsAndLeaks {
        @Test
        void failsFirst() throws Exception {
            Files.createFile(Path.of("/run/seven"));
            throw new IllegalStateException("the reason");
        }
    }

    @Test
    void theFirstFailureIsNotHidden() throws Exception {
        Throwable failure = execute(FailsAndLeaks.class).testEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .findFirst()
                .orElseThrow();
        Files.delete(Path.of("/run/seven"));
        assertThat(failure).hasMessage("the reason");
        assertThat(failure.getSuppressed()).singleElement().asString().contains("/run/seven");
    }

    private static List<String> failures(Class<?> tests) {
        return failures(execute(tests));
    }

    private static List<String> failures(EngineExecutionResults results) {
        return results.allEvents().failed().stream().map(LeakCheckTest::message).toList();
    }

    private static String message(Event failed) {
        return failed.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage();
    }

    private static EngineExecutionResults execute(Class<?> tests) {
        return execute(tests, "300");
    }

    private static EngineExecutionResults execute(Class<?> tests, String grace) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("podnet.testkit.grace", grace)
                .selectors(selectClass(tests))
                .execute();
    }
}
