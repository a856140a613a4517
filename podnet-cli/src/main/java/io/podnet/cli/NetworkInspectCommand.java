// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows all that is known about networks. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = "Prints networks as JSON, with the keys of podman network inspect.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all of them are printed", "125:one of them is not there or cannot be used"})
final class NetworkInspectCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "1..*", paramLabel = "NETWORK", description = "The networks' names, ids or beginnings of ids.")
    private List<String> networks = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Map<String, Object>> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        try (Podnet podnet = common.open()) {
            for (String each : networks) {
                try {
                    found.add(NetworkJson.of(podnet.network(each)));
                } catch (PodnetException e) {
                    missing.add("inspecting object: network " + each + ": " + e.getMessage());
                }
            }
        }
        JsonOutput.print(spec.commandLine().getOut(), found);
        missing.forEach(each ->
                ErrorLine.print(new CommandFailure(ExitStatus.PODNET, each), common.verbose(), spec.commandLine()));
        return missing.isEmpty() ? ExitStatus.OK : ExitStatus.PODNET;
    }
}
