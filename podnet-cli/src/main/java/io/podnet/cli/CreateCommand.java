// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.Pod;
import io.podnet.api.PodSpec;
import io.podnet.api.Podnet;
import io.podnet.cli.output.JsonOutput;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Creates a pod, which is a record until it is started. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {"Creates a pod and prints its id.", "Until it is started, a pod is only a record."},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the pod is created", "125:it is not, and nothing has changed"})
final class CreateCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private PodOptions options = new PodOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        PodSpec wanted = options.spec();
        Pod pod;
        try (Podnet podnet = common.open()) {
            pod = podnet.create(wanted);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            JsonOutput.print(out, JsonOutput.object("Id", pod.id().value(), "Name", pod.name()));
        } else {
            out.println(pod.id());
        }
    }
}
