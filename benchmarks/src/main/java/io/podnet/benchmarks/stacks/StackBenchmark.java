// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.stacks;

import io.podnet.benchmarks.Readings;
import io.podnet.rootless.RootlessNetwork;
import io.podnet.rootless.StackChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rootless network with one stack, beside the same by hand; run by a user without privileges on a private host. */
public final class StackBenchmark {
    private static final int SECONDS = 3;

    private StackBenchmark() {}

    /**
     * Runs.
     *
     * @param arguments the stack, the address of a server of iperf3, and how many rounds
     * @throws Exception if anything fails
     */
    public static void main(String[] arguments) throws Exception {
        String stack = arguments[0];
        String server = arguments[1];
        RootlessNetwork network =
                RootlessNetwork.builder().stack(StackChoice.parse(stack)).build();
        List<Double> cold = new ArrayList<>();
        List<Double> there = new ArrayList<>();
        List<Double> byHand = new ArrayList<>();
        List<Double> out = new ArrayList<>();
        List<Double> in = new ArrayList<>();
        List<Double> outByHand = new ArrayList<>();
        List<Double> inByHand = new ArrayList<>();
        for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
            long start = System.nanoTime();
            List<String> inside = network.ensure().commandPrefix();
            cold.add(millisSince(start));
            start = System.nanoTime();
            network.ensure();
            there.add(millisSince(start));
            out.add(Transfer.measure(inside, server, SECONDS, false));
            in.add(Transfer.measure(inside, server, SECONDS, true));
            network.release(() -> false);

            start = System.nanoTime();
            try (ByHand hand = ByHand.start(stack)) {
                byHand.add(millisSince(start));
                outByHand.add(Transfer.measure(hand.commandPrefix(), server, SECONDS, false));
                inByHand.add(Transfer.measure(hand.commandPrefix(), server, SECONDS, true));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-12s ready: cold %.0f ms, with the holder up %.1f ms, by hand %.0f ms; out %.2f (by hand %.2f) Gbit/s, in %.2f"
                        + " (by hand %.2f) Gbit/s%n",
                stack,
                Readings.median(cold).orElseThrow(),
                Readings.median(there).orElseThrow(),
                Readings.median(byHand).orElseThrow(),
                Readings.median(out).orElseThrow(),
                Readings.median(outByHand).orElseThrow(),
                Readings.median(in).orElseThrow(),
                Readings.median(inByHand).orElseThrow());
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
