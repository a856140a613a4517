// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.Pod;
import io.podnet.api.PodException;
import io.podnet.api.PodInfo;
import io.podnet.api.Podnet;
import io.podnet.cli.output.JsonOutput;
import io.podnet.cli.output.Progress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Does one thing with each of several pods. All of them have to be there before anything is done; after that it goes on
 * past failures, reports each, and prints the pods with which it went well.
 */
abstract class PodsCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = {"-a", "--all"},
            description = "All pods that there are.")
    private boolean all;

    @Parameters(arity = "0..*", paramLabel = "POD", description = "The pods' names, ids or beginnings of ids.")
    private List<String> names = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Where to say what is neither a failure nor a result. */
    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** What is being done, for a person who waits. */
    abstract String doing();

    /** Says which pods {@code --all} means. */
    boolean isMeant(PodInfo pod) {
        return true;
    }

    /** Finds out what can be found out before anything is done. */
    void check(Pod pod) {}

    /** Does it. */
    abstract void act(Pod pod);

    /** Says whether to go on without a pod that is not there. */
    boolean ignoresMissing() {
        return false;
    }

    /** The exit status if a pod is not there. */
    int missingStatus() {
        return ExitStatus.PODNET;
    }

    @Override
    public Integer call() {
        if (names.isEmpty() && !all) {
            throw new ParameterException(
                    spec.commandLine(), "you must provide at least one pod's name or id, or --all");
        }
        if (!names.isEmpty() && all) {
            throw new ParameterException(spec.commandLine(), "--all and names exclude each other");
        }
        try (Podnet podnet = common.open()) {
            return actOn(pods(podnet));
        }
    }

    /** The pods by what to call them in the output. */
    private Map<String, Pod> pods(Podnet podnet) {
        Map<String, Pod> pods = new LinkedHashMap<>();
        if (all) {
            podnet.pods().stream()
                    .filter(this::isMeant)
                    .forEach(pod ->
                            pods.put(pod.id().value(), podnet.pod(pod.id().value())));
        }
        for (String each : names) {
            try {
                pods.putIfAbsent(each, podnet.pod(each));
            } catch (PodException e) {
                if (!e.errorCode().equals("pod-unknown")) {
                    throw e;
                }
                if (!ignoresMissing()) {
                    throw new CommandFailure(missingStatus(), e.getMessage(), e);
                }
            }
        }
        pods.values().forEach(this::check);
        return pods;
    }

    private int actOn(Map<String, Pod> pods) {
        PrintWriter out = spec.commandLine().getOut();
        List<Map<String, Object>> done = new ArrayList<>();
        int status = ExitStatus.OK;
        try (Foreground foreground = Foreground.open()) {
            for (Map.Entry<String, Pod> each : pods.entrySet()) {
                Pod pod = each.getValue();
                try {
                    actOn(pod, foreground);
                } catch (CommandFailure e) {
                    // A signal: whoever sent it wants no more of this.
                    throw e;
                } catch (RuntimeException e) {
                    ErrorLine.print(e, common.verbose(), spec.commandLine());
                    status = ExitStatus.PODNET;
                    continue;
                }
                done.add(JsonOutput.object("Id", pod.id().value(), "Name", pod.name()));
                if (!format.isJson()) {
                    out.println(each.getKey());
                }
            }
        }
        if (format.isJson()) {
            JsonOutput.print(out, done);
        }
        return status;
    }

    private void actOn(Pod pod, Foreground foreground) {
        try (Progress progress =
                Progress.of(spec.commandLine().getErr(), doing() + " " + pod.name(), common.verbose())) {
            foreground.interruptibly(() -> {
                act(pod);
                return pod;
            });
        }
    }
}
