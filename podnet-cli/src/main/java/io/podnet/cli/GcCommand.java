// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.PodId;
import io.podnet.api.Podnet;
import io.podnet.api.RecoveryReport;
import io.podnet.cli.output.JsonOutput;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Removes what pods left behind whose podnet is gone. */
@Command(
        name = "gc",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Removes what is left of pods whose podnet was killed, and finishes what was cut off.",
            "Touches nothing that podnet has no record of."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:nothing is left", "125:something could not be removed; it is tried again next time"})
final class GcCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(names = "--dry-run", description = "Only tell what would be done.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        RecoveryReport report;
        try (Podnet podnet = common.open()) {
            report = podnet.recover(dryRun);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            JsonOutput.print(out, json(report));
        } else {
            print(out, report);
        }
        report.failures().forEach(each -> ErrorLine.print(each, common.verbose(), spec.commandLine()));
        return report.failures().isEmpty() ? ExitStatus.OK : ExitStatus.PODNET;
    }

    private static void print(PrintWriter out, RecoveryReport report) {
        report.removed().forEach(id -> out.println("removed pod " + id.shortened()));
        report.stopped().forEach(id -> out.println("stopped pod " + id.shortened()));
        report.finished().forEach(id -> out.println("finished pod " + id.shortened()));
        report.collected().forEach(each -> out.println("removed " + each));
        report.setAside().forEach(each -> out.println("set aside " + each));
    }

    private static Object json(RecoveryReport report) {
        return JsonOutput.object(
                "Removed", ids(report.removed()),
                "Stopped", ids(report.stopped()),
                "Finished", ids(report.finished()),
                "Collected", report.collected(),
                "SetAside", report.setAside(),
                "Failures",
                        report.failures().stream()
                                .map(each -> String.valueOf(each.getMessage()))
                                .toList());
    }

    private static List<String> ids(List<PodId> pods) {
        return pods.stream().map(PodId::value).toList();
    }
}
