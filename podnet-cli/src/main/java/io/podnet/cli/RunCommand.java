// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.PodSpec;
import io.podnet.api.Podnet;
import io.podnet.api.RunningPod;
import io.podnet.cli.output.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a command in a pod of its own, which is removed when the command ends. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Runs a command in a network namespace of its own, attached to one or more networks.",
            "When the command ends, everything is removed again."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "125:podnet itself failed, and nothing is left of the pod",
            "126:the command cannot be invoked",
            "127:the command was not found",
            "else:the command's own status; 128 and the number of the signal if one ended it"
        },
        footerHeading = "%nSignals:%n",
        footer = {
            "SIGINT, SIGTERM and SIGHUP are passed on; a command that is still there 10 seconds later is killed.",
            "A second one kills it at once, a third one leaves without cleaning up: podnet gc does that then."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private PodOptions options = new PodOptions();

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "The command and its arguments, best after --.")
    private List<String> command = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLookup.check(command.get(0));
        PodSpec wanted = options.spec();
        try (Foreground foreground = Foreground.open()) {
            return run(wanted, foreground);
        }
    }

    private int run(PodSpec wanted, Foreground foreground) {
        try (Podnet podnet = common.open();
                RunningPod pod = start(podnet, wanted, foreground)) {
            return foreground.run(() -> pod.exec(new ProcessBuilder(command).inheritIO()));
        }
    }

    private RunningPod start(Podnet podnet, PodSpec wanted, Foreground foreground) {
        try (Progress progress = Progress.of(spec.commandLine().getErr(), "starting the pod", common.verbose())) {
            return foreground.interruptibly(() -> podnet.run(wanted));
        }
    }
}
