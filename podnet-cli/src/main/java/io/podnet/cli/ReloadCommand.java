// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.Pod;
import io.podnet.api.PodInfo;
import io.podnet.api.PodState;
import picocli.CommandLine.Command;

/** Attaches pods anew. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Attaches pods that run to all their networks anew, with the addresses that they have.",
            "That repairs them after the rules of the firewall were flushed; what was missing is said."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:they are attached", "125:one of them does not run, or a plugin failed"})
final class ReloadCommand extends PodsCommand {
    @Override
    String doing() {
        return "reloading";
    }

    @Override
    boolean isMeant(PodInfo pod) {
        return pod.state() == PodState.RUNNING && pod.mode().isBridge();
    }

    @Override
    void act(Pod pod) {
        pod.reload().missing().forEach(each -> err().println("pod " + pod.name() + ": missing was " + each));
    }
}
