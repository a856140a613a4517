// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.NetworkInfo;
import io.podnet.api.Podnet;
import io.podnet.cli.output.JsonOutput;
import io.podnet.cli.output.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists networks. */
@Command(
        name = "ls",
        aliases = "list",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Lists the networks: those of the configuration directory, and the built-in one.",
            "The keys of the JSON are those of podman network ls."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the networks are listed", "125:podnet itself failed"})
final class NetworkLsCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = {"-q", "--quiet"},
            description = "Print names only.")
    private boolean quiet;

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "KEY=VALUE",
            converter = NetworkFilter.Converter.class,
            description = {
                "List only networks with this: name=PART, id=BEGIN, driver=NAME or label=KEY[=VALUE].",
                "May be repeated: different keys must all match, of the same key one value."
            })
    private List<NetworkFilter> filters = new ArrayList<>();

    @Option(names = "--no-trunc", description = "Print whole ids.")
    private boolean wholeIds;

    @Option(names = "--noheading", description = "Leave out the headings of the table.")
    private boolean noHeading;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        List<NetworkInfo> networks;
        try (Podnet podnet = common.open()) {
            networks = podnet.networks().stream()
                    .filter(each -> NetworkFilter.matches(filters, each))
                    .toList();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            JsonOutput.print(out, networks.stream().map(NetworkJson::of).toList());
        } else if (quiet) {
            networks.forEach(each -> out.println(each.name()));
        } else {
            Table table = Table.of("NETWORK ID", "NAME", "DRIVER", "SUBNETS").withoutHeading(noHeading);
            networks.forEach(each -> table.row(
                    wholeIds ? each.id() : each.shortId(),
                    each.name(),
                    each.driver(),
                    String.join(
                            ",",
                            each.subnets().stream()
                                    .map(subnet -> subnet.subnet().toString())
                                    .toList())));
            table.print(out);
        }
    }
}
