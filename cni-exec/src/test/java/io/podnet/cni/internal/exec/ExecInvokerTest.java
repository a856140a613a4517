// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.podnet.cni.CniVerb;
import io.podnet.cni.FakePlugin;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginInvocationException;
import io.podnet.cni.spi.PluginInvocationException.Reason;
import io.podnet.cni.spi.PluginReply;
import io.podnet.cni.spi.Support;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The backend {@code exec} with real processes; names with a number are those of the conformance list. */
@Timeout(60)
class ExecInvokerTest {
    @TempDir
    Path directory;

    private FakePlugin plugin;
    private final ExecInvoker exec = new ExecInvoker();

    @BeforeEach
    void install() {
        plugin = FakePlugin.install("fake", directory);
    }

    private PluginCall call(CniVerb verb, Duration deadline) {
        return call(verb, deadline, "{\"some\":\"stdin-json\"}");
    }

    private PluginCall call(CniVerb verb, Duration deadline, String config) {
        return new PluginCall(
                "fake",
                verb,
                "some-container-id",
                "/some/netns/path",
                "some-eth0",
                "DEBUG=/tmp/x;FOO=BAR",
                List.of(plugin.bin()),
                Map.of(),
                config,
                deadline);
    }

    private PluginReply add() {
        return exec.invoke(call(CniVerb.ADD, Duration.ofSeconds(20)));
    }

    private PluginInvocationException failure(PluginCall call) {
        return catchThrowableOfType(PluginInvocationException.class, () -> exec.invoke(call));
    }

    @Test
    void i01_allSixVariablesOverrideInheritedOnes() {
        PluginCall call = new PluginCall(
                "fake",
                CniVerb.ADD,
                "id",
                "",
                "",
                "",
                List.of(plugin.bin(), Path.of("/else")),
                Map.of("CNI_IFNAME", "inherited", "TRACEPARENT", "00-1-2-01"),
                "{}",
                Duration.ofSeconds(20));
        exec.invoke(call);
        FakePlugin.Call seen = plugin.call("ADD");
        assertThat(seen.cni())
                .isEqualTo(Map.of(
                        "CNI_COMMAND", "ADD",
                        "CNI_CONTAINERID", "id",
                        "CNI_NETNS", "",
                        "CNI_IFNAME", "",
                        "CNI_ARGS", "",
                        "CNI_PATH", plugin.bin() + ":/else"));
        assertThat(seen.environment()).containsEntry("TRACEPARENT", "00-1-2-01");
        Set<String> inherited = new HashSet<>(System.getenv().keySet());
        inherited.removeAll(Set.of("_", "SHLVL", "PWD", "OLDPWD"));
        assertThat(seen.environment().keySet()).containsAll(inherited);
    }

    @Test
    void tracingVariablesAreThereOnlyWhenGiven() {
        add();
        assertThat(plugin.call("ADD").environment().keySet().stream()
                        .filter(name ->
                                Set.of("TRACEPARENT", "TRACESTATE", "BAGGAGE").contains(name))
                        .filter(name -> System.getenv(name) == null))
                .isEmpty();
    }

    @Test
    void i32_findsThePluginInTheSecondDirectory() {
        assertThat(PluginPath.find("fake", List.of(directory, plugin.bin())))
                .isEqualTo(new PluginPath.Found(plugin.executable()));
    }

    @Test
    void i33_takesTheNameAsItIs_sinceNoExtensionIsUsedHere() throws Exception {
        Files.copy(plugin.executable(), plugin.bin().resolve("other.exe"));
        assertThat(exec.supports("other", "{}", List.of(plugin.bin()))).isInstanceOf(Support.No.class);
        assertThat(exec.supports("other.exe", "{}", List.of(plugin.bin()))).isEqualTo(Support.yes());
    }

    @Test
    void i34_noPaths() {
        assertThat(exec.supports("fake", "{}", List.of())).isEqualTo(Support.no("no paths provided"));
    }

    @Test
    void i35_noName() {
        assertThat(exec.supports("", "{}", List.of(directory))).isEqualTo(Support.no("no plugin name provided"));
    }

    @Test
    void i36_notFound() {
        assertThat(exec.supports("does-not-exist", "{}", List.of(Path.of("/a"), Path.of("/b"))))
                .isEqualTo(Support.no("failed to find plugin \"does-not-exist\" in path [/a /b]"));
        PluginCall call = call(CniVerb.ADD, Duration.ofSeconds(1)).delegate("nope", CniVerb.ADD);
        assertThat(failure(call).reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failure(call)).hasMessage("failed to find plugin \"nope\" in path [" + plugin.bin() + "]");
    }

    @Test
    void i37_separatorInTheName() {
        assertThat(exec.supports("../fake", "{}", List.of(plugin.bin())))
                .isEqualTo(Support.no("invalid plugin name: ../fake"));
    }

    @Test
    void directoriesAndFilesOfOddNamesAreNoPlugins() throws Exception {
        Files.createDirectory(plugin.bin().resolve("folder"));
        assertThat(exec.supports("folder", "{}", List.of(plugin.bin()))).isInstanceOf(Support.No.class);
        assertThat(exec.supports("\0", "{}", List.of(plugin.bin())))
                .isEqualTo(Support.no("failed to find plugin \"\\x00\" in path [" + plugin.bin() + "]"));
    }

    @Test
    void i38_stdinAndEnvironmentReachThePlugin() {
        add();
        assertThat(plugin.call("ADD").stdin()).isEqualTo("{\"some\":\"stdin-json\"}");
        assertThat(plugin.call("ADD").cni()).containsEntry("CNI_ARGS", "DEBUG=/tmp/x;FOO=BAR");
    }

    @Test
    void i39_i40_bothStreamsAreReturned() {
        plugin.on("ADD", "printf some-result; printf 'some-stderr\\nmore' >&2");
        assertThat(add()).isEqualTo(new PluginReply(0, "some-result", "some-stderr\nmore"));
    }

    @Test
    void i41_i42_i43_failuresAreReplies() {
        plugin.on("ADD", "printf '{\"msg\":\"banana\"}'; exit 1");
        assertThat(add()).isEqualTo(new PluginReply(1, "{\"msg\":\"banana\"}", ""));
        plugin.on("ADD", "printf oops >&2; exit 2");
        assertThat(add()).isEqualTo(new PluginReply(2, "", "oops"));
        plugin.on("ADD", "kill -9 $$");
        assertThat(add()).isEqualTo(new PluginReply(137, "", ""));
    }

    @Test
    void i44_unexecutablePathIsNamed() throws Exception {
        Files.setPosixFilePermissions(plugin.executable(), PosixFilePermissions.fromString("rw-r--r--"));
        PluginInvocationException failure = failure(call(CniVerb.ADD, Duration.ofSeconds(20)));
        assertThat(failure.reason()).isEqualTo(Reason.NOT_STARTED);
        assertThat(failure)
                .hasMessageContaining(plugin.executable().toString())
                .hasMessageContaining("Permission denied");
    }

    @Test
    void versionIsAskedWithDummies() {
        exec.invoke(new PluginCall(
                "fake",
                CniVerb.VERSION,
                "",
                "dummy",
                "dummy",
                "",
                List.of(plugin.bin()),
                Map.of(),
                "{}",
                Duration.ofSeconds(20)));
        assertThat(plugin.call("VERSION").cni()).containsEntry("CNI_PATH", "dummy");
    }

    @Test
    void aBigConfigurationReachesAPluginThatReadsItAndDoesNotBlockOnOneThatDoesNot() {
        String big = "{\"x\":\"" + "y".repeat(1 << 20) + "\"}";
        exec.invoke(call(CniVerb.ADD, Duration.ofSeconds(20), big));
        assertThat(plugin.call("ADD").stdin()).isEqualTo(big);
        plugin.deaf().on("ADD", "printf done");
        assertThat(exec.invoke(call(CniVerb.ADD, Duration.ofSeconds(20), big)).stdout())
                .isEqualTo("done");
        plugin.on("ADD", "exec sleep 30");
        assertThat(failure(call(CniVerb.ADD, Duration.ofMillis(300), big)).reason())
                .isEqualTo(Reason.DEADLINE);
    }

    @Test
    void outputBeyondAPipeIsKeptWhole() {
        plugin.on("ADD", "head -c 1000000 /dev/zero | tr '\\0' x; head -c 300000 /dev/zero | tr '\\0' y >&2");
        PluginReply reply = add();
        assertThat(reply.stdout()).isEqualTo("x".repeat(1_000_000));
        assertThat(reply.stderr()).isEqualTo("y".repeat(300_000));
    }

    @Test
    void aFloodIsEnded() {
        for (String stream : List.of("", " >&2")) {
            plugin.on("ADD", "yes" + stream + " & echo $! > " + plugin.state() + "/pid; wait");
            PluginInvocationException failure = failure(call(CniVerb.ADD, Duration.ofSeconds(30)));
            assertThat(failure.reason()).isEqualTo(Reason.FLOOD);
            assertThat(failure)
                    .hasMessageContaining("printed more than " + PluginProcess.MAX_OUTPUT + " bytes to standard "
                            + (stream.isEmpty() ? "output" : "error"));
            assertThat(runs("pid")).isFalse();
        }
    }

    @Test
    void theDeadlineEndsTheWholeTree() {
        plugin.on("ADD", """
                trap '' TERM
                printf partial
                echo said >&2
                (trap '' TERM; sh -c 'echo $$ > %1$s/inner; exec sleep 60' & echo $! > %1$s/outer; wait) &
                wait
                """.formatted(plugin.state()));
        long start = System.nanoTime();
        PluginInvocationException failure = failure(call(CniVerb.ADD, Duration.ofMillis(700)));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE);
        assertThat(failure).hasMessageContaining("did not answer ADD within 700 ms");
        assertThat(failure.stdout()).isEqualTo("partial");
        assertThat(failure.stderr()).isEqualTo("said\n");
        assertThat(runs("outer")).isFalse();
        assertThat(runs("inner")).isFalse();
    }

    @Test
    void aDaemonThatLeftTheTreeStays() throws Exception {
        plugin.on(
                "ADD",
                "setsid sh -c 'sleep 20 & echo $! > %s/daemon' < /dev/null > /dev/null 2>&1; exec sleep 60"
                        .formatted(plugin.state()));
        assertThat(failure(call(CniVerb.ADD, Duration.ofMillis(700))).reason()).isEqualTo(Reason.DEADLINE);
        assertThat(runs("daemon")).isTrue();
        ProcessHandle.of(pid("daemon")).orElseThrow().destroyForcibly();
    }

    @Test
    void aGrandchildThatHoldsTheStreamsDoesNotBlockTheCall() throws Exception {
        plugin.on("ADD", "sleep 20 & echo $! > " + plugin.state() + "/holder; printf answer");
        long start = System.nanoTime();
        PluginReply reply = add();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(reply.stdout()).isEqualTo("answer");
        assertThat(runs("holder")).isTrue();
        ProcessHandle.of(pid("holder")).orElseThrow().destroyForcibly();
    }

    @Test
    void anInterruptEndsThePluginAndStaysSet() throws Exception {
        plugin.on("ADD", "echo $$ > " + plugin.state() + "/pid; exec sleep 60");
        AtomicReference<PluginInvocationException> failure = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            failure.set(failure(call(CniVerb.ADD, Duration.ofSeconds(50))));
            flag.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        while (!Files.exists(plugin.state().resolve("pid"))) {
            Thread.sleep(10);
        }
        caller.interrupt();
        caller.join(20_000);
        assertThat(failure.get().reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(flag.get()).isTrue();
        assertThat(runs("pid")).isFalse();
    }

    @Test
    void anInterruptedThreadStartsNothing() {
        Thread.currentThread().interrupt();
        PluginInvocationException failure = failure(call(CniVerb.ADD, Duration.ofSeconds(20)));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(plugin.calls()).isEmpty();
    }

    @Test
    void anExecutableThatIsBeingWrittenIsRetriedAndThenFailsLoudly() throws Exception {
        plugin.on("ADD", "printf answer");
        try (OutputStream writer =
                Files.newOutputStream(plugin.executable(), java.nio.file.StandardOpenOption.APPEND)) {
            PluginInvocationException failure = failure(call(CniVerb.ADD, Duration.ofMillis(500)));
            assertThat(failure.reason()).isEqualTo(Reason.NOT_STARTED);
            assertThat(failure).hasMessageContaining("Text file busy");
            Thread closer = new Thread(() -> {
                try {
                    Thread.sleep(400);
                    writer.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            closer.start();
            assertThat(add().stdout()).isEqualTo("answer");
            closer.join();
        }
    }

    @Test
    void noThreadIsLeftBehind() throws Exception {
        plugin.on("ADD", "sleep 3 & printf answer");
        Set<Thread> before = threads();
        for (int i = 0; i < 5; i++) {
            add();
        }
        Set<Thread> after = threads();
        after.removeAll(before);
        assertThat(after).isEmpty();
    }

    // The JDK's own reaper threads wait for children and end by themselves after a minute.
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("process reaper"))
                .collect(Collectors.toSet());
    }

    private boolean runs(String file) {
        return io.podnet.base.ProcessIdentity.of(pid(file)).isPresent();
    }

    private long pid(String file) {
        try {
            return Long.parseLong(Files.readString(plugin.state().resolve(file)).strip());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
