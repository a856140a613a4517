// SPDX-License-Identifier: Apache-2.0
package com.example.inspect;

import static java.lang.System.out;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.podnet.inspect.Addressing;
import io.podnet.inspect.ContainerPort;
import io.podnet.inspect.InspectDocument;
import io.podnet.inspect.NetworkSettings;
import io.podnet.inspect.PortBinding;
import java.io.IOException;

/** Says where containers are: {@code podman inspect NAME... | java ...}. */
public class ReadDocument {
    public static void main(String[] args) throws IOException {
        String json = new String(System.in.readAllBytes(), UTF_8);
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
    }
}
