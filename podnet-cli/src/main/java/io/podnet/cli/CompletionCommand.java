// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion for bash. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = "Prints the completion for bash: source <(podnet completion)",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:it is printed"})
final class CompletionCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine podnet = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("podnet", podnet));
        out.flush();
    }
}
