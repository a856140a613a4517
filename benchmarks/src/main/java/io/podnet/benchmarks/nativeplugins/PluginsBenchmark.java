// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.nativeplugins;

import io.podnet.benchmarks.Readings;
import io.podnet.netns.Namespaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * ADD and DEL one way, at growing numbers of pods: one more pod is attached and detached, by one thread and by two, first with
 * its namespace there, then with that gone.
 */
public final class PluginsBenchmark {
    /** Numbers of pods that come and go begin here. */
    private static final int VISITORS = 20_000;

    private static final int WARM_UP = 1000;

    /** Milliseconds after which the kernel has removed a namespace. */
    private static final int SETTLE = 80;

    private final Way way;
    private final Namespaces namespaces;
    private final int rounds;
    private final Deque<PodSpace> pods = new ArrayDeque<>();

    private PluginsBenchmark(Way way, Namespaces namespaces, int rounds) {
        this.way = way;
        this.namespaces = namespaces;
        this.rounds = rounds;
    }

    private record Times(List<Long> adds, List<Long> deletes, List<Long> goneDeletes) {
        Times() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    /**
     * Runs; as root, on a host that is private.
     *
     * @param arguments the way; numbers of pods with commas between; how often each is measured; whether ports are tried
     * @throws Exception if anything fails
     */
    public static void main(String[] arguments) throws Exception {
        int[] counts = Arrays.stream(arguments[1].split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        try (Namespaces namespaces = Namespaces.open();
                Way way = Way.named(arguments[0])) {
            PluginsBenchmark benchmark = new PluginsBenchmark(way, namespaces, Integer.parseInt(arguments[2]));
            // What the JVM compiles late must not count as a price of few pods; processes have nothing to compile.
            benchmark.measure(1, 0, List.of("exec", "netavark").contains(arguments[0]) ? 2 : WARM_UP);
            for (int count : counts) {
                benchmark.growTo(count);
                PodSpace.awaitEnds(namespaces);
                for (int threads = 1; threads <= 2; threads++) {
                    Times times = benchmark.measure(threads, 1, benchmark.rounds);
                    System.out.printf(
                            Locale.ROOT,
                            "%-10s %5d %8d %9.2f %9.2f %9s%n",
                            arguments[0],
                            count,
                            threads,
                            millis(times.adds),
                            millis(times.deletes),
                            way.canDeleteGone() ? String.format(Locale.ROOT, "%.2f", millis(times.goneDeletes)) : "-");
                }
                if (Boolean.parseBoolean(arguments[3])) {
                    new PublishedPath(benchmark.pods.getFirst()).measure(arguments[0], count);
                }
            }
            benchmark.removeAll();
            PodSpace.awaitEnds(namespaces);
        }
    }

    private void growTo(int count) throws Exception {
        long memory = available();
        long heap = heap();
        int before = pods.size();
        while (pods.size() < count) {
            PodSpace pod = new PodSpace(namespaces, pods.size()).make();
            way.add(pod);
            pods.add(pod);
        }
        if (count - before > 50) {
            System.out.printf(
                    Locale.ROOT,
                    "memory per pod: %d kB of the machine (namespace included), %.1f kB of the heap%n",
                    (memory - available()) / (count - before),
                    (heap() - heap) / 1024.0 / (count - before));
        }
    }

    private void removeAll() throws Exception {
        while (!pods.isEmpty()) {
            PodSpace pod = pods.removeLast();
            way.delete(pod);
            pod.remove();
        }
    }

    private Times measure(int threads, int series, int visits) throws Exception {
        Times times = new Times();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int first = VISITORS + series * 2000 + threads * 1000 + i * 500;
                all.add(workers.submit(() -> {
                    for (int round = 0; round < visits; round++) {
                        visit(new PodSpace(namespaces, first + round % 500), times, round % 2 == 1);
                        // The kernel takes a namespace apart later, in a thread that keeps others from changing links
                        // meanwhile: whoever is measured next would pay for it, and the more the longer he takes.
                        Thread.sleep(series == 0 ? 0 : SETTLE);
                    }
                    return true;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            workers.shutdown();
        }
        return times;
    }

    private void visit(PodSpace pod, Times times, boolean gone) throws Exception {
        pod.make();
        note(times.adds, () -> way.add(pod));
        if (gone && way.canDeleteGone()) {
            pod.remove();
            note(times.goneDeletes, () -> way.delete(pod));
        } else {
            note(times.deletes, () -> way.delete(pod));
            pod.remove();
        }
    }

    private static void note(List<Long> times, Action action) throws Exception {
        long start = System.nanoTime();
        action.run();
        long took = System.nanoTime() - start;
        synchronized (times) {
            times.add(took);
        }
    }

    private static double millis(List<Long> nanos) {
        return Readings.median(nanos).orElse(0) / 1e6;
    }

    private static long available() throws IOException {
        return Readings.kilobytes(Path.of("/proc/meminfo"), "MemAvailable");
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
