// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.Diagnosis;
import io.podnet.api.Finding;
import io.podnet.api.Finding.Level;
import io.podnet.cli.output.JsonOutput;
import io.podnet.cli.output.Progress;
import io.podnet.cli.output.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what this machine can and cannot do. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Says what this machine can and cannot do for podnet, and what would help.",
            "That is: kernel, privileges, tools and plugins with their versions, providers and why each is used or not,",
            "directories.",
            "Changes nothing, but that kernel modules are loaded which pods need."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:everything works", "1:some things do not", "2:podnet cannot work", "125:podnet itself failed"
        })
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Diagnosis diagnosis;
        try (Progress progress = Progress.of(spec.commandLine().getErr(), "looking around", common.verbose())) {
            diagnosis = common.builder().diagnose();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            JsonOutput.print(out, json(diagnosis));
        } else {
            print(diagnosis, out);
        }
        return switch (diagnosis.verdict()) {
            case GOOD, NOTE -> ExitStatus.OK;
            case LIMIT -> ExitStatus.LIMITED;
            case FAULT -> ExitStatus.BROKEN;
        };
    }

    private static Map<String, Object> json(Diagnosis diagnosis) {
        return JsonOutput.object(
                "verdict",
                diagnosis.verdict().toString(),
                "findings",
                diagnosis.findings().stream()
                        .map(each -> JsonOutput.object(
                                "area",
                                each.area(),
                                "subject",
                                each.subject(),
                                "level",
                                each.level().toString(),
                                "detail",
                                each.detail(),
                                "cure",
                                each.cure()))
                        .toList());
    }

    private static void print(Diagnosis diagnosis, PrintWriter out) {
        Table table = Table.of("AREA", "SUBJECT", "LEVEL", "FOUND");
        diagnosis.findings().forEach(each -> table.row(each.area(), each.subject(), each.level(), each.detail()));
        table.print(out);
        List<Finding> ill = diagnosis.findings().stream()
                .filter(each -> each.level() == Level.LIMIT || each.level() == Level.FAULT)
                .filter(each -> !each.cure().isEmpty())
                .toList();
        if (!ill.isEmpty()) {
            out.println();
            Table cures = Table.of("LEVEL", "SUBJECT", "WHAT WOULD HELP");
            ill.forEach(each -> cures.row(each.level(), each.area() + " " + each.subject(), each.cure()));
            cures.print(out);
        }
        out.println();
        out.println(
                switch (diagnosis.verdict()) {
                    case GOOD, NOTE -> "Everything works on this machine.";
                    case LIMIT -> "Podnet works on this machine, within limits.";
                    case FAULT -> "Podnet cannot work on this machine as it is.";
                });
    }
}
