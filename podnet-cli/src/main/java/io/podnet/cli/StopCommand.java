// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.Pod;
import io.podnet.api.PodInfo;
import io.podnet.api.PodState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops pods. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Stops pods: ends what was started inside, detaches them and removes their namespaces.",
            "They stay on record and can be started again. A pod that does not run is left alone."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:none of them runs", "125:something could not be removed; it stays on record"})
final class StopCommand extends PodsCommand {
    @Option(
            names = {"-i", "--ignore"},
            description = "Go on without pods that are not there.")
    private boolean ignore;

    @Override
    String doing() {
        return "stopping";
    }

    @Override
    boolean isMeant(PodInfo pod) {
        return pod.state() == PodState.RUNNING;
    }

    @Override
    boolean ignoresMissing() {
        return ignore;
    }

    @Override
    void act(Pod pod) {
        pod.stop();
    }
}
