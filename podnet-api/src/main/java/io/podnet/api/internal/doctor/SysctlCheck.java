// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.doctor;

import io.podnet.api.Finding;
import io.podnet.api.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Settings of the kernel that decide where packets go. */
final class SysctlCheck {
    private static final Path PROC_SYS = Path.of("/proc/sys");

    private SysctlCheck() {}

    static List<Finding> run() {
        Findings findings = new Findings("sysctls");
        forwarding(findings, "net/ipv4/ip_forward");
        forwarding(findings, "net/ipv6/conf/all/forwarding");
        bridgeNf(findings, "net/bridge/bridge-nf-call-iptables");
        bridgeNf(findings, "net/bridge/bridge-nf-call-ip6tables");
        read("net/ipv6/conf/all/disable_ipv6")
                .filter("1"::equals)
                .ifPresent(value -> findings.add(
                        Level.LIMIT,
                        "net.ipv6.conf.all.disable_ipv6",
                        "1: pods have no IPv6",
                        "sysctl -w net.ipv6.conf.all.disable_ipv6=0"));
        return findings.all();
    }

    static Optional<String> read(String key) {
        try {
            return Optional.of(Files.readString(PROC_SYS.resolve(key)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void forwarding(Findings findings, String key) {
        Optional<String> value = read(key);
        if (value.isPresent()) {
            String detail = value.get().equals("0") ? "0; the plugin bridge sets it once a pod needs it" : value.get();
            findings.good(key.replace('/', '.'), detail);
        } else {
            findings.add(Level.LIMIT, key.replace('/', '.'), "not there: this kernel has no such protocol", "");
        }
    }

    private static void bridgeNf(Findings findings, String key) {
        findings.note(
                key.replace('/', '.'),
                read(key)
                        .map(value -> value.equals("0") ? "0: rules see no packet between pods of one bridge" : value)
                        .orElse(
                                "not there: br_netfilter is not loaded, rules see no packet between pods of one bridge"));
    }
}
