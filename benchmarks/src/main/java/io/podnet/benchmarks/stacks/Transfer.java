// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.stacks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How fast bytes go from inside a namespace to a server of iperf3, or the other way. */
final class Transfer {
    private static final Pattern RATE =
            Pattern.compile("\"sum_received\":\\s*\\{[^}]*\"bits_per_second\":\\s*([0-9.e+]+)");

    private Transfer() {}

    /** Gives gigabits per second. */
    static double measure(List<String> inside, String server, int seconds, boolean inwards)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(inside);
        command.addAll(List.of("iperf3", "--json", "--time", Integer.toString(seconds), "--client", server));
        if (inwards) {
            command.add("--reverse");
        }
        String report = "";
        // The server serves one at a time, and may not be done with the last one.
        for (int attempt = 0; attempt < 20; attempt++) {
            Process client =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            report = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            client.waitFor();
            Matcher rate = RATE.matcher(report);
            if (rate.find()) {
                return Double.parseDouble(rate.group(1)) / 1e9;
            }
            Thread.sleep(100);
        }
        throw new IOException(String.join(" ", command) + " says: " + report);
    }
}
