// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.PodException;
import io.podnet.api.Podnet;
import io.podnet.base.PodnetException;
import io.podnet.cli.output.JsonOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes networks. */
@Command(
        name = "rm",
        aliases = "remove",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Removes networks that nobody uses, with their bridges.",
            "Goes on past failures, and prints the networks that are gone."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all of them are gone",
            "1:one of them was not there",
            "2:one of them is in use, and --force was not given",
            "125:one of them could not be removed"
        })
final class NetworkRmCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = {"-f", "--force"},
            description = "Remove the pods that use them too; go on without networks that are not there.")
    private boolean force;

    @Parameters(arity = "1..*", paramLabel = "NETWORK", description = "The networks' names, ids or beginnings of ids.")
    private List<String> networks = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        int status = ExitStatus.OK;
        List<Map<String, Object>> removed = new ArrayList<>();
        try (Podnet podnet = common.open()) {
            for (String each : networks) {
                try {
                    remove(podnet, each);
                } catch (PodException e) {
                    if (force && e.errorCode().equals("network-unknown")) {
                        continue;
                    }
                    ErrorLine.print(e, common.verbose(), spec.commandLine());
                    status = worse(status, status(e));
                    continue;
                } catch (PodnetException e) {
                    ErrorLine.print(e, common.verbose(), spec.commandLine());
                    status = ExitStatus.PODNET;
                    continue;
                }
                removed.add(JsonOutput.object("name", each));
                if (!format.isJson()) {
                    spec.commandLine().getOut().println(each);
                }
            }
        }
        if (format.isJson()) {
            JsonOutput.print(spec.commandLine().getOut(), removed);
        }
        return status;
    }

    private void remove(Podnet podnet, String network) {
        if (force) {
            podnet.removeNetworkAndPods(network);
        } else {
            podnet.removeNetwork(network);
        }
    }

    // podman-network-rm(1), EXIT STATUS.
    private static int status(PodException e) {
        return switch (e.errorCode()) {
            case "network-unknown" -> ExitStatus.NO_SUCH_NETWORK;
            case "network-in-use" -> ExitStatus.NETWORK_IN_USE;
            default -> ExitStatus.PODNET;
        };
    }

    private static int worse(int one, int other) {
        return Math.max(one, other);
    }
}
