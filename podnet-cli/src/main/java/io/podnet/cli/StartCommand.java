// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.Pod;
import io.podnet.api.PodInfo;
import io.podnet.api.PodState;
import picocli.CommandLine.Command;

/** Starts pods. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Starts pods: makes their namespaces and attaches them to their networks.",
            "A pod that was started lives until it is stopped or removed, whatever runs inside."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all of them run", "125:one of them could not be started; nothing is left of the attempt"})
final class StartCommand extends PodsCommand {
    @Override
    String doing() {
        return "starting";
    }

    @Override
    boolean isMeant(PodInfo pod) {
        return pod.state() != PodState.RUNNING;
    }

    @Override
    void act(Pod pod) {
        pod.start();
    }
}
