// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.nativeplugins;

import io.podnet.base.IpAddresses;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Debian's netavark, called as podman calls it; podman itself chooses the addresses. */
final class ByNetavark implements Way {
    private static final String PROGRAM = "/usr/lib/podman/netavark";

    private static String options(PodSpace pod) {
        return """
                {"container_id": "%s", "container_name": "bench%d",
                 "port_mappings": [{"container_ip": "", "host_ip": "", "container_port": 80, "host_port": %d, "range": 1,
                                    "protocol": "tcp"}],
                 "networks": {"bench": {"interface_name": "eth0", "static_ips": ["%s"]}},
                 "network_info": {"bench": {"name": "bench", "driver": "bridge", "network_interface": "bench-netavark",
                   "id": "53ce4390f2adb1681eb1a90ec8b48c49c015e0a8d336c197637e7f65e365fa9e", "internal": false,
                   "subnets": [{"subnet": "10.77.0.0/16", "gateway": "10.77.0.1"}], "ipv6_enabled": false,
                   "dns_enabled": false, "ipam_options": {"driver": "host-local"}}}}
                """.formatted(
                        pod.id(),
                        pod.number(),
                        pod.hostPort(),
                        IpAddresses.format(pod.address().address()));
    }

    private static void call(String verb, PodSpace pod) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        PROGRAM,
                        "--config",
                        "/run/bench/netavark",
                        verb,
                        pod.file().toString())
                .redirectErrorStream(true)
                .start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(options(pod).getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("netavark " + verb + ": " + said);
        }
    }

    @Override
    public void add(PodSpace pod) throws Exception {
        call("setup", pod);
    }

    @Override
    public void delete(PodSpace pod) throws Exception {
        call("teardown", pod);
    }

    /** It wants to open the namespace. */
    @Override
    public boolean canDeleteGone() {
        return false;
    }

    @Override
    public void close() throws IOException {
        new ProcessBuilder("nft", "flush", "ruleset")
                .inheritIO()
                .start()
                .onExit()
                .join();
    }
}
