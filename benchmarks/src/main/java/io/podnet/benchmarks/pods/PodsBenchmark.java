// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.pods;

import io.podnet.api.Pod;
import io.podnet.api.PodSpec;
import io.podnet.api.Podnet;
import io.podnet.benchmarks.Readings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Creates and starts pods on one network, in parallel, up to a number; looks at them on the way; removes them. The tenth
 * part of each step is made one by one, which shows what a single pod costs at that number.
 */
public final class PodsBenchmark {
    private static final int ALONE = 10;

    private final Podnet podnet;
    private final ExecutorService threads;
    private final List<Pod> pods = new ArrayList<>();
    private long parallelNanos;

    private PodsBenchmark(Podnet podnet, ExecutorService threads) {
        this.podnet = podnet;
        this.threads = threads;
    }

    /**
     * Runs; as root, on a host that is private.
     *
     * @param arguments how many pods, and by how many threads
     * @throws Exception if anything fails
     */
    public static void main(String[] arguments) throws Exception {
        int most = Integer.parseInt(arguments[0]);
        ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(arguments[1]));
        try (Podnet podnet = Podnet.open()) {
            PodsBenchmark benchmark = new PodsBenchmark(podnet, threads);
            try {
                System.out.printf(
                        "%6s %12s %12s %10s %10s %10s %10s%n",
                        "pods", "one alone", "per pod", "list", "look", "heap", "resident");
                for (int count : List.of(ALONE, most / 10, most / 4, most / 2, most)) {
                    benchmark.growTo(count);
                }
            } finally {
                benchmark.removeAll();
            }
        } finally {
            threads.shutdown();
        }
    }

    private void growTo(int count) throws Exception {
        long start = System.nanoTime();
        int together = count - ALONE - pods.size();
        inParallel(IntStream.range(0, Math.max(0, together)).boxed().toList(), each -> add());
        parallelNanos = System.nanoTime() - start;
        List<Long> alone = new ArrayList<>();
        while (pods.size() < count) {
            alone.add(nanos(this::add));
        }
        List<Long> lists = new ArrayList<>();
        List<Long> looks = new ArrayList<>();
        for (int i = 0; i < ALONE; i++) {
            lists.add(nanos(podnet::pods));
            looks.add(nanos(pods.get(pods.size() - 1)::info));
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%6d %9.1f ms %9s ms %7.1f ms %7.2f ms %7d MB %7d MB%n",
                count,
                millis(alone),
                together > 0 ? String.format(Locale.ROOT, "%.1f", parallelNanos / 1e6 / together) : "-",
                millis(lists),
                millis(looks),
                (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                Readings.kilobytes(Path.of("/proc/self/status"), "VmRSS") >> 10);
    }

    private void add() {
        Pod pod = podnet.create(PodSpec.builder().build());
        synchronized (pods) {
            pods.add(pod);
        }
        pod.start();
    }

    private void removeAll() throws Exception {
        long start = System.nanoTime();
        int count = pods.size();
        inParallel(List.copyOf(pods), Pod::remove);
        System.out.printf(
                Locale.ROOT,
                "removed: %.1f ms per pod; %d are left%n",
                (System.nanoTime() - start) / 1e6 / count,
                podnet.pods().size());
    }

    private <T> void inParallel(List<T> items, Consumer<T> action) throws InterruptedException, ExecutionException {
        List<Future<?>> futures = new ArrayList<>();
        for (T item : items) {
            futures.add(threads.submit(() -> action.accept(item)));
        }
        for (Future<?> each : futures) {
            each.get();
        }
    }

    private static double millis(List<Long> nanos) {
        return Readings.median(nanos).orElse(0) / 1e6;
    }

    private static long nanos(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return System.nanoTime() - start;
    }
}
