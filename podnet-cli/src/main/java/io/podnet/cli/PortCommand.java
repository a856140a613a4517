// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.PodInfo;
import io.podnet.api.PodState;
import io.podnet.api.Podnet;
import io.podnet.base.InvalidValueException;
import io.podnet.base.PortMapping;
import io.podnet.base.Protocol;
import io.podnet.cli.output.JsonOutput;
import io.podnet.cli.output.Table;
import io.podnet.rootless.PublishedPort;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the published ports of pods. */
@Command(
        name = "port",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Prints where the ports of a pod are published, or where one of them is.",
            "With --long or as JSON also who serves it, and whether the pod sees the addresses of clients."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the ports are listed", "125:there is no such pod, or the port is not published"})
final class PortCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = {"-a", "--all"},
            description = "The ports of all pods that run.")
    private boolean all;

    @Option(
            names = {"-l", "--long"},
            description = "Print a table that tells who serves each port.")
    private boolean isLong;

    @Parameters(index = "0", arity = "0..1", paramLabel = "POD", description = "The pod's name, id, or its beginning.")
    private @Nullable String pod;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PORT[/PROTOCOL]", description = "One port inside the pod.")
    private @Nullable String port;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        if (pod == null && !all) {
            throw new ParameterException(spec.commandLine(), "you must supply a running pod's name or id, or --all");
        }
        if (pod != null && all) {
            throw new ParameterException(spec.commandLine(), "--all and a name exclude each other");
        }
        Wanted wanted = port == null ? Wanted.EVERY : Wanted.parse(port);
        try (Podnet podnet = common.open()) {
            List<PodInfo> pods = pod == null
                    ? podnet.pods().stream()
                            .filter(each -> each.state() == PodState.RUNNING)
                            .toList()
                    : List.of(podnet.pod(pod).info());
            print(pods, wanted);
        }
    }

    private void print(List<PodInfo> pods, Wanted wanted) {
        PrintWriter out = spec.commandLine().getOut();
        List<Map<String, Object>> json = new ArrayList<>();
        Table table = Table.of("POD", "PORT", "HOST", "HANDLER", "CLIENT ADDRESS", "WARNING");
        int found = 0;
        for (PodInfo each : pods) {
            for (PortMapping mapping : each.ports()) {
                for (PortMapping single : mapping.expand()) {
                    if (!wanted.matches(single)) {
                        continue;
                    }
                    found++;
                    if (format.isJson()) {
                        json.add(JsonOutput.object("Id", each.id().value(), "Name", each.name()));
                        json.get(json.size() - 1).putAll(Ports.json(each, mapping, single));
                    } else if (isLong) {
                        row(table, each, mapping, single);
                    } else {
                        out.println(line(each, single));
                    }
                }
            }
        }
        if (found == 0 && port != null) {
            throw new CommandFailure(ExitStatus.PODNET, "failed to find published port \"" + port + "\"");
        }
        if (format.isJson()) {
            JsonOutput.print(out, json);
        } else if (isLong) {
            table.print(out);
        }
    }

    private static void row(Table table, PodInfo pod, PortMapping mapping, PortMapping single) {
        Optional<PublishedPort> served = Ports.served(pod, mapping);
        table.row(
                pod.name(),
                single.containerPort() + "/" + single.protocol(),
                Ports.host(single),
                served.map(PublishedPort::handler)
                        .filter(each -> !each.isEmpty())
                        .orElse("-"),
                served.map(each -> each.keepsSource() ? "kept" : "hidden").orElse("-"),
                served.flatMap(PublishedPort::warning).orElse("-"));
    }

    private String line(PodInfo each, PortMapping single) {
        String host = Ports.host(single);
        if (port != null) {
            return host;
        }
        String line = single.containerPort() + "/" + single.protocol() + " -> " + host;
        return all ? each.id().shortened() + "\t" + line : line;
    }

    /** Which port was asked for; 0 is any. */
    private record Wanted(int port, Protocol protocol) {
        static final Wanted EVERY = new Wanted(0, Protocol.TCP);

        static Wanted parse(String text) {
            String[] parts = text.split("/", 2);
            if (!parts[0].matches("[0-9]{1,5}")) {
                throw new InvalidValueException("port", text, "want PORT or PORT/PROTOCOL, as 80/tcp");
            }
            return new Wanted(Integer.parseInt(parts[0]), parts.length < 2 ? Protocol.TCP : Protocol.parse(parts[1]));
        }

        boolean matches(PortMapping mapping) {
            return port == 0 || (mapping.containerPort() == port && mapping.protocol() == protocol);
        }
    }
}
