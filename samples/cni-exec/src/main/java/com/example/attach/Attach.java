// SPDX-License-Identifier: Apache-2.0
package com.example.attach;

import io.podnet.base.PortMapping;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniResult;
import io.podnet.cni.NetworkConfigList;
import java.nio.file.Path;
import java.util.List;

/** Attaches a network namespace to a network, and detaches it. The arguments: directory, network, namespace. */
public class Attach {
    public static void main(String[] args) {
        NetworkConfigList network = NetworkConfigList.load(Path.of(args[0]), args[1]); // such as /etc/cni/net.d, podman
        Attachment eth0 = Attachment.builder("c0ffee", Path.of(args[2])) // such as /run/netns/blue
                .portMappings(List.of(PortMapping.tcp(8080, 80)))
                .build();
        try (CniClient cni = CniClient.create()) {
            CniResult result = cni.add(network, eth0); // runs the chain of plugins, one after the other
            result.ips().forEach(ip -> System.out.println("attached: " + ip.address()));

            cni.check(network, eth0);
            System.out.println("checked");

            cni.delete(network, eth0); // all else that DEL needs comes from the cache
            System.out.println("detached");
        }
    }
}
