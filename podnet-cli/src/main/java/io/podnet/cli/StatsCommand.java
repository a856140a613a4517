// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.PodInfo;
import io.podnet.api.PodState;
import io.podnet.api.PodStats;
import io.podnet.api.Podnet;
import io.podnet.cli.output.JsonOutput;
import io.podnet.cli.output.Table;
import io.podnet.netns.LinkStatistics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the counters of pods. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Prints what pods received and sent, by interface and summed, from the pod's point of view.",
            "Without a name: of all pods that run."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the counters are printed", "125:a pod does not run, or podnet itself failed"})
final class StatsCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Parameters(arity = "0..*", paramLabel = "POD", description = "The pods' names, ids or beginnings of ids.")
    private List<String> names = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        List<PodStats> stats;
        try (Podnet podnet = common.open()) {
            stats = names.isEmpty()
                    ? podnet.pods().stream()
                            .filter(StatsCommand::runs)
                            .map(pod -> podnet.pod(pod.id().value()).stats())
                            .toList()
                    : names.stream().map(each -> podnet.pod(each).stats()).toList();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            JsonOutput.print(out, stats.stream().map(StatsCommand::json).toList());
            return;
        }
        Table table =
                Table.of("POD ID", "NAME", "INTERFACE", "RX BYTES", "RX PACKETS", "TX BYTES", "TX PACKETS", "DROPPED");
        for (PodStats each : stats) {
            each.interfaces().forEach((link, counts) -> row(table, each, link.toString(), counts));
            row(table, each, "total", each.total());
        }
        table.print(out);
    }

    private static boolean runs(PodInfo pod) {
        return pod.state() == PodState.RUNNING;
    }

    private static void row(Table table, PodStats pod, String link, LinkStatistics counts) {
        table.row(
                pod.id().shortened(),
                pod.name(),
                link,
                counts.rxBytes(),
                counts.rxPackets(),
                counts.txBytes(),
                counts.txPackets(),
                counts.rxDropped() + counts.txDropped());
    }

    private static Map<String, Object> json(PodStats stats) {
        Map<String, Object> interfaces = JsonOutput.object();
        stats.interfaces().forEach((link, counts) -> interfaces.put(link.toString(), json(counts)));
        return JsonOutput.object(
                "Id", stats.id().value(), "Name", stats.name(), "Interfaces", interfaces, "Total", json(stats.total()));
    }

    private static Map<String, Object> json(LinkStatistics counts) {
        return JsonOutput.object(
                "RxBytes",
                counts.rxBytes(),
                "RxPackets",
                counts.rxPackets(),
                "RxErrors",
                counts.rxErrors(),
                "RxDropped",
                counts.rxDropped(),
                "TxBytes",
                counts.txBytes(),
                "TxPackets",
                counts.txPackets(),
                "TxErrors",
                counts.txErrors(),
                "TxDropped",
                counts.txDropped());
    }
}
