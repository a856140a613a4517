// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.cni;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniResult;
import io.podnet.cni.NetworkConfigList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** ADD of a plugin that does nothing, and what it cannot do without. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class AddBenchmark {
    private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong count = new AtomicLong();

    /** Where the cache is: on a file system in memory, where a sync costs nothing, or on one that has to write. */
    @Param({"/dev/shm"})
    public String directory = "";

    private Path place = Path.of("");
    private CniClient client = CniClient.create();
    private NetworkConfigList network = NetworkConfigList.parse(NothingPlugin.CONFIG_LIST);
    private BareSpawn bare = new BareSpawn(place, new byte[0], new byte[0], place);

    /** Makes an attachment of which the bare spawn learns what the plugin reads and what ADD writes. */
    @Setup
    public void prepare() throws IOException {
        place = Files.createTempDirectory(Path.of(directory), "podnet-bench-");
        Path plugin = NothingPlugin.install(place.resolve("plugins"));
        client = CniClient.builder()
                .pluginPath(List.of(place.resolve("plugins")))
                .cacheDirectory(place)
                .build();
        String answer = add().toJson();
        byte[] entry;
        try (Stream<Path> entries = Files.list(place.resolve("results"))) {
            entry = Files.readAllBytes(entries.findFirst().orElseThrow());
        }
        byte[] stdin = answer.getBytes(StandardCharsets.UTF_8);
        bare = new BareSpawn(plugin, stdin, entry, Files.createDirectory(place.resolve("bare")));
    }

    /** The real thing. */
    @Benchmark
    public CniResult add() {
        Attachment attachment = Attachment.builder("bench-" + count.incrementAndGet(), Path.of("/proc/self/ns/net"))
                .build();
        return client.add(network, attachment);
    }

    /** The same spawn, writes and syncs, by hand. */
    @Benchmark
    public byte[] bare() throws IOException, InterruptedException {
        return bare.run("bench-" + count.incrementAndGet());
    }

    /** Both, a second of each in turn on all threads, so that what else the machine does hits both alike. */
    @Benchmark
    public Object inTurns(Turns turns) throws IOException, InterruptedException {
        long start = System.nanoTime();
        if (start / TURN_NANOS % 2 == 0) {
            CniResult result = add();
            turns.adds++;
            turns.addNanos += System.nanoTime() - start;
            return result;
        }
        byte[] answer = bare();
        turns.bares++;
        turns.bareNanos += System.nanoTime() - start;
        return answer;
    }

    /** Keeps the directories small. */
    @TearDown(Level.Iteration)
    public void sweep() throws IOException {
        for (String each : List.of("results", "bare")) {
            delete(place.resolve(each), false);
        }
    }

    /** Removes all. */
    @TearDown
    public void remove() throws IOException {
        client.close();
        for (String each : List.of("results", "bare", "locks", "plugins")) {
            delete(place.resolve(each), true);
        }
        Files.delete(place);
    }

    private static void delete(Path directory, boolean itself) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(AddBenchmark::delete);
        }
        if (itself) {
            Files.delete(directory);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often each was called by {@link #inTurns}, and how long that took. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Turns {
        /** Calls of ADD. */
        public long adds;
        /** Their time. */
        public long addNanos;
        /** Bare spawns. */
        public long bares;
        /** Their time. */
        public long bareNanos;
    }
}
