// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import java.io.PrintStream;

/** The sample of README.md; ReadmeTest runs it, and sees to it that both are the same. */
final class ReadPodmanDocument {
    private ReadPodmanDocument() {}

    static void print(String json, PrintStream out) {
        // sample: read
        for (InspectDocument container : InspectDocument.parseAll(json)) {
            NetworkSettings settings = container.networkSettings();
            settings.networks().forEach((network, endpoint) -> {
                Addressing addressing = endpoint.addressing();
                addressing.ipv4().ifPresent(ip -> out.println(container.name() + " has " + ip + " on " + network));
                addressing.ipv6().ifPresent(ip -> out.println(container.name() + " has " + ip + " on " + network));
            });
            for (PortBinding binding : settings.bindings(ContainerPort.tcp(80))) {
                out.println("port 80 is port " + binding.hostPort() + " of the host");
            }
        }
        // end
    }
}
