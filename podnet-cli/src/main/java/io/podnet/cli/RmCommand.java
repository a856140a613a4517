// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.Pod;
import io.podnet.api.PodState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes pods. */
@Command(
        name = "rm",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {"Removes pods and their records.", "Pods that run are stopped first, with --force."},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:none of them is there",
            "1:one of them was not there before; nothing has changed",
            "2:one of them runs, and --force was not given; nothing has changed",
            "125:something could not be removed; it stays on record"
        })
final class RmCommand extends PodsCommand {
    @Option(
            names = {"-f", "--force"},
            description = "Stop pods that run; go on without pods that are not there.")
    private boolean force;

    @Option(
            names = {"-i", "--ignore"},
            description = "Go on without pods that are not there.")
    private boolean ignore;

    @Override
    String doing() {
        return "removing";
    }

    @Override
    boolean ignoresMissing() {
        return ignore || force;
    }

    @Override
    int missingStatus() {
        return ExitStatus.NO_SUCH_POD;
    }

    @Override
    void check(Pod pod) {
        if (!force && pod.info().state() == PodState.RUNNING) {
            throw new CommandFailure(
                    ExitStatus.POD_RUNS,
                    "cannot remove pod " + pod + " as it is running - running pods cannot be removed without --force");
        }
    }

    @Override
    void act(Pod pod) {
        pod.remove(force);
    }
}
