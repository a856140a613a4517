// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.PodInfo;
import io.podnet.api.PodNetwork;
import io.podnet.api.PodState;
import io.podnet.api.Podnet;
import io.podnet.cli.output.Age;
import io.podnet.cli.output.JsonOutput;
import io.podnet.cli.output.Table;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists pods. */
@Command(
        name = "ps",
        aliases = "list",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Lists the pods that run, or all.",
            "The keys of the JSON are those of podman ps, with more about published ports: handler, keeps_source,",
            "warning."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the pods are listed", "125:podnet itself failed"})
final class PsCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = {"-a", "--all"},
            description = "List the pods that do not run too.")
    private boolean all;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print ids only.")
    private boolean quiet;

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "KEY=VALUE",
            converter = PodFilter.Converter.class,
            description = {
                "List only pods with this: id=BEGIN, name=PART, network=NAME or status=created|running|stopped.",
                "May be repeated: different keys must all match, of the same key one value."
            })
    private List<PodFilter> filters = new ArrayList<>();

    @Option(names = "--no-trunc", description = "Print whole ids.")
    private boolean wholeIds;

    @Option(names = "--noheading", description = "Leave out the headings of the table.")
    private boolean noHeading;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        List<PodInfo> pods;
        try (Podnet podnet = common.open()) {
            pods = podnet.pods().stream().filter(this::isWanted).toList();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            JsonOutput.print(out, pods.stream().map(PsCommand::json).toList());
        } else if (quiet) {
            pods.forEach(pod -> out.println(id(pod)));
        } else {
            Table table = Table.of("POD ID", "CREATED", "STATUS", "NETWORKS", "ADDRESSES", "PORTS", "NAMES")
                    .withoutHeading(noHeading);
            for (PodInfo pod : pods) {
                table.row(
                        id(pod),
                        Age.of(pod.created(), Instant.now()),
                        pod.state(),
                        String.join(",", networks(pod)),
                        String.join(",", Ports.addresses(pod)),
                        String.join(", ", Ports.table(pod)),
                        pod.name());
            }
            table.print(out);
        }
    }

    // podman too lists pods of every state once somebody filters by it.
    private boolean isWanted(PodInfo pod) {
        boolean anyState = all || filters.stream().anyMatch(PodFilter::isByState);
        return (anyState || pod.state() == PodState.RUNNING) && PodFilter.matches(filters, pod);
    }

    private String id(PodInfo pod) {
        return wholeIds ? pod.id().value() : pod.id().shortened();
    }

    private static List<String> networks(PodInfo pod) {
        return pod.networks().stream().map(PodNetwork::name).toList();
    }

    private static Map<String, Object> json(PodInfo pod) {
        return JsonOutput.object(
                "Id",
                pod.id().value(),
                "Names",
                List.of(pod.name()),
                "Created",
                pod.created().getEpochSecond(),
                "CreatedAt",
                pod.created().toString(),
                "State",
                pod.state().toString(),
                "Networks",
                networks(pod),
                "Addresses",
                Ports.addresses(pod),
                "Ports",
                Ports.json(pod));
    }
}
