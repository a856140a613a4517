// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.cni;

import io.podnet.benchmarks.Readings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Compares ADD with the bare spawn, by one thread and by eight. The two take turns in one JVM, a second each, and the
 * median of the rounds' ratios counts, so that what else the machine does hits both alike.
 */
public final class AddComparison {
    private static final int THREADS = 8;

    private AddComparison() {}

    /** The mean times of one call in one round, in microseconds. */
    private record Figures(double add, double bare) {}

    /**
     * Runs.
     *
     * @param arguments the directory for files, and how many rounds
     * @throws RunnerException if JMH fails
     */
    public static void main(String[] arguments) throws RunnerException {
        String directory = arguments[0];
        List<Double> ratios = new ArrayList<>();
        List<Double> scaling = new ArrayList<>();
        System.out.printf("%8s %10s %8s %12s %12s %8s%n", "add", "bare", "ratio", "add x8", "bare x8", "ratio");
        for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
            Figures one = measure(1, directory);
            Figures many = measure(THREADS, directory);
            double addSpeedUp = THREADS * one.add / many.add;
            double bareSpeedUp = THREADS * one.bare / many.bare;
            ratios.add(one.add / one.bare);
            scaling.add(addSpeedUp / bareSpeedUp);
            System.out.printf(
                    Locale.ROOT,
                    "%5.0f us %7.0f us %8.3f %11.2fx %11.2fx %8.3f%n",
                    one.add,
                    one.bare,
                    one.add / one.bare,
                    addSpeedUp,
                    bareSpeedUp,
                    addSpeedUp / bareSpeedUp);
        }
        System.out.printf(
                Locale.ROOT,
                "median ratio of times %.3f (wanted: at most 1.15), of speed-ups %.3f (wanted: at least 0.9)%n",
                Readings.median(ratios).orElseThrow(),
                Readings.median(scaling).orElseThrow());
    }

    private static Figures measure(int threads, String directory) throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include(AddBenchmark.class.getName() + "\\.inTurns$")
                        .param("directory", directory)
                        .threads(threads)
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.seconds(15))
                        .measurementIterations(1)
                        .measurementTime(TimeValue.seconds(14))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        return new Figures(mean(result, "addNanos", "adds"), mean(result, "bareNanos", "bares"));
    }

    private static double mean(RunResult result, String nanos, String calls) {
        return counter(result, nanos) / counter(result, calls) / 1000;
    }

    private static double counter(RunResult result, String name) {
        Result<?> counter = result.getSecondaryResults().get(name);
        return Objects.requireNonNull(counter, name).getScore();
    }
}
