// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.nativeplugins;

import io.podnet.base.PortMapping;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.NetworkConfigList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** cni-exec's API with one of its backends, and podnet's usual chain. */
final class ByCni implements Way {
    private final CniClient client;
    private final NetworkConfigList network;
    private final String bridge;

    ByCni(String backend) {
        client = CniClient.builder()
                .backend(backend)
                .cacheDirectory(Path.of(System.getProperty("podnet.bench.cache", "/run/bench/cache")))
                .build();
        bridge = "bench-" + backend;
        network = NetworkConfigList.parse("""
                {"cniVersion": "1.0.0", "name": "%s", "plugins": [
                 {"type": "bridge", "bridge": "%s", "isGateway": true, "ipMasq": true, "hairpinMode": true,
                  "ipam": {"type": "host-local", "dataDir": "/run/bench/networks", "routes": [{"dst": "0.0.0.0/0"}],
                           "ranges": [[{"subnet": "10.77.0.0/16"}]]}},
                 {"type": "portmap", "capabilities": {"portMappings": true}}, {"type": "firewall"}, {"type": "tuning"}]}
                """.formatted(bridge, bridge));
    }

    private static Attachment attachment(PodSpace pod) {
        return Attachment.builder(pod.id(), pod.file())
                .portMappings(List.of(PortMapping.tcp(pod.hostPort(), 80)))
                .build();
    }

    @Override
    public void add(PodSpace pod) {
        client.add(network, attachment(pod));
    }

    @Override
    public void delete(PodSpace pod) {
        client.delete(network, attachment(pod));
    }

    @Override
    public void close() throws IOException {
        client.close();
        new ProcessBuilder("ip", "link", "delete", bridge)
                .inheritIO()
                .start()
                .onExit()
                .join();
        new ProcessBuilder("nft", "flush", "ruleset")
                .inheritIO()
                .start()
                .onExit()
                .join();
    }
}
