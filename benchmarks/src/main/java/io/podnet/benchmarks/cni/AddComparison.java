package io.podnet.benchmarks.cni;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Compares {@link AddBenchmark}'s two methods, by one thread and by eight. Rounds are short and take turns, and the
 * median of their ratios counts, so that what else the machine does hits all alike.
 */
public final class AddComparison {
    private static final int THREADS = 8;

    private AddComparison() {}

    /** One measurement: the median time of one call and the calls per second of all threads, both in microseconds. */
    private record Figure(double median, double throughput) {}

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
            Figure bare = measure("bare", 1, directory);
            Figure add = measure("add", 1, directory);
            Figure bareThreads = measure("bare", THREADS, directory);
            Figure addThreads = measure("add", THREADS, directory);
            double bareSpeedUp = bareThreads.throughput / bare.throughput;
            double addSpeedUp = addThreads.throughput / add.throughput;
            ratios.add(add.median / bare.median);
            scaling.add(addSpeedUp / bareSpeedUp);
            System.out.printf(
                    Locale.ROOT,
                    "%5.0f us %7.0f us %8.3f %11.2fx %11.2fx %8.3f%n",
                    add.median,
                    bare.median,
                    add.median / bare.median,
                    addSpeedUp,
                    bareSpeedUp,
                    addSpeedUp / bareSpeedUp);
        }
        System.out.printf(
                Locale.ROOT,
                "median ratio of times %.3f (wanted: at most 1.15), of speed-ups %.3f (wanted: at least 0.9)%n",
                median(ratios),
                median(scaling));
    }

    private static Figure measure(String method, int threads, String directory) throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include(AddBenchmark.class.getName() + "\\." + method + "$")
                        .param("directory", directory)
                        .threads(threads)
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.seconds(5))
                        .measurementIterations(1)
                        .measurementTime(TimeValue.seconds(4))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        Statistics times = result.getPrimaryResult().getStatistics();
        return new Figure(times.getPercentile(50), threads / times.getMean());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
