// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.PodInfo;
import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.cli.output.JsonOutput;
import io.podnet.rootless.PublishedPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How ports and addresses of pods are shown. */
final class Ports {
    private Ports() {}

    static List<String> addresses(PodInfo pod) {
        return pod.attachments().stream()
                .flatMap(each -> each.addresses().stream())
                .map(Object::toString)
                .toList();
    }

    /** As {@code podman ps} shows them: {@code 0.0.0.0:8080->80/tcp}. */
    static List<String> table(PodInfo pod) {
        return pod.ports().stream()
                .map(port -> host(port) + "->" + span(port.containerPort(), port.range()) + "/" + port.protocol())
                .toList();
    }

    /** Where the host listens: {@code 0.0.0.0:8080}; a port that is chosen at the start is 0 until then. */
    static String host(PortMapping port) {
        String ip = port.hostIp()
                .map(address -> IpAddresses.isIpv4(address)
                        ? IpAddresses.format(address)
                        : "[" + IpAddresses.format(address) + "]")
                .orElse("0.0.0.0");
        return ip + ":" + (port.hostPort() == 0 ? "0" : span(port.hostPort(), port.range()));
    }

    private static String span(int first, int range) {
        return range == 1 ? Integer.toString(first) : first + "-" + (first + range - 1);
    }

    static List<Map<String, Object>> json(PodInfo pod) {
        return pod.ports().stream().map(port -> json(pod, port, port)).toList();
    }

    /** Shows a port of a pod, and who serves the mapping that it belongs to. */
    static Map<String, Object> json(PodInfo pod, PortMapping mapping, PortMapping port) {
        Map<String, Object> json = json(port);
        served(pod, mapping).ifPresent(by -> {
            json.put("handler", by.handler());
            json.put("keeps_source", by.keepsSource());
            json.put("warning", by.warning().orElse(""));
        });
        return json;
    }

    /** Who serves a mapping; empty unless the pod runs. */
    static Optional<PublishedPort> served(PodInfo pod, PortMapping mapping) {
        return pod.published().stream()
                .filter(each -> each.port().equals(mapping))
                .findFirst();
    }

    /** With the keys of {@code podman ps}. */
    private static Map<String, Object> json(PortMapping port) {
        return JsonOutput.object(
                "host_ip",
                port.hostIp().map(IpAddresses::format).orElse(""),
                "container_port",
                port.containerPort(),
                "host_port",
                port.hostPort(),
                "range",
                port.range(),
                "protocol",
                port.protocol().toString());
    }
}
