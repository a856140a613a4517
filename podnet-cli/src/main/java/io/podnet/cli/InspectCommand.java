// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.Podnet;
import io.podnet.inspect.InspectDocument;
import io.podnet.inspect.Inspector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows pods as podman inspect shows containers. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = "Prints pods as JSON, in the form that podman inspect gives containers' networks.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the pods are shown", "125:one of them is not there, or podnet itself failed"})
final class InspectCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "By whose rules: podman (4.3.1), podman-v3, or another that is installed (podman).")
    private @Nullable String backend;

    @Parameters(arity = "1..*", paramLabel = "POD", description = "The pods' names, ids or beginnings of ids.")
    private List<String> names = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        Inspector.Builder inspector = Inspector.builder();
        if (backend != null) {
            inspector.backend(backend);
        }
        Inspector chosen = inspector.build();
        try (Podnet podnet = common.open()) {
            List<InspectDocument> documents =
                    names.stream().map(each -> podnet.pod(each).inspect(chosen)).toList();
            spec.commandLine().getOut().print(InspectDocument.toJson(documents));
            spec.commandLine().getOut().flush();
        }
    }
}
