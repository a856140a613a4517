// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.Podnet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Detaches a pod from a network. */
@Command(
        name = "disconnect",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = "Detaches a pod from a network; its other networks are left alone.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:it is not on the network any more", "125:it was not on it, or a plugin failed"})
final class DisconnectCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = {"-f", "--force"},
            description = "Succeed even if a plugin fails; gc removes what is left.")
    private boolean force;

    @Parameters(
            index = "0",
            paramLabel = "NETWORK",
            description = "The network's name, id, or the beginning of its id.")
    private String network = "";

    @Parameters(index = "1", paramLabel = "POD", description = "The pod's name, id, or the beginning of its id.")
    private String pod = "";

    @Override
    public void run() {
        try (Podnet podnet = common.open()) {
            podnet.pod(pod).disconnect(network, force);
        }
    }
}
