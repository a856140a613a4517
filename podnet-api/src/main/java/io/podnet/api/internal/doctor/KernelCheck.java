// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.doctor;

import io.podnet.api.Finding;
import io.podnet.api.Finding.Level;
import io.podnet.api.internal.doctor.Tool.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the kernel has. Asked by making the things in a namespace that goes away at once: nothing else tells whether a
 * module can be loaded. Nothing of this host's own network changes, but modules that pods need are loaded.
 */
final class KernelCheck {
    private static final String SCRIPT = """
            mount -t tmpfs none /run 2>/dev/null
            try() {
                name=$1; shift
                if said=$("$@" 2>&1 </dev/null); then echo "$name ok"; else echo "$name no $(echo "$said" | head -n 1)"; fi
            }
            try bridge ip link add podbr0 type bridge
            try veth ip link add podv0 type veth peer name podv1
            try macvlan ip link add link podv0 name podm0 type macvlan mode bridge
            try ipvlan ip link add link podv1 name podi0 type ipvlan
            try vlan ip link add link podv0 name podl0 type vlan id 5
            try ifb ip link add podf0 type ifb
            try tun ip tuntap add podt0 mode tap
            try nftables nft add table inet podnet
            try iptables iptables -w -t nat -A POSTROUTING -j MASQUERADE
            try ip6tables ip6tables -w -t nat -A POSTROUTING -j MASQUERADE
            """;

    private record Need(Level level, String cure) {}

    private static final Map<String, Need> NEEDS = Map.of(
            "bridge", new Need(Level.FAULT, "the default network is a bridge: modprobe bridge (CONFIG_BRIDGE)"),
            "veth", new Need(Level.FAULT, "pods hang on virtual cables: modprobe veth (CONFIG_VETH)"),
            "iptables", new Need(Level.FAULT, "published ports and outgoing traffic need it: apt-get install iptables"),
            "ip6tables", new Need(Level.FAULT, "the plugin firewall needs it: apt-get install iptables"),
            "nftables", new Need(Level.LIMIT, "apt-get install nftables, modprobe nf_tables (CONFIG_NF_TABLES)"),
            "macvlan", new Need(Level.LIMIT, "for networks of driver macvlan: modprobe macvlan (CONFIG_MACVLAN)"),
            "ipvlan", new Need(Level.LIMIT, "for networks of driver ipvlan: modprobe ipvlan (CONFIG_IPVLAN)"),
            "vlan", new Need(Level.NOTE, "for the plugin vlan: modprobe 8021q (CONFIG_VLAN_8021Q)"),
            "ifb", new Need(Level.LIMIT, "for the plugin bandwidth: modprobe ifb (CONFIG_IFB)"),
            "tun", new Need(Level.LIMIT, "for rootless pods: modprobe tun (CONFIG_TUN), and /dev/net/tun"));

    private KernelCheck() {}

    static List<Finding> run(Person person) {
        Findings findings = new Findings("kernel");
        findings.good("version", System.getProperty("os.version", "?") + " " + System.getProperty("os.arch", "?"));
        List<String> command = new ArrayList<>(List.of("unshare"));
        if (!person.isPrivileged()) {
            command.addAll(List.of("--user", "--map-root-user"));
        }
        command.addAll(List.of("--net", "--mount", "sh", "-c", SCRIPT));
        Optional<Answer> answer = Tool.run(command);
        Map<String, String> answers = new TreeMap<>();
        answer.ifPresent(given -> given.text().lines().forEach(line -> {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                answers.put(line.substring(0, blank), line.substring(blank + 1));
            }
        }));
        if (!answers.keySet().containsAll(NEEDS.keySet())) {
            findings.add(
                    Level.FAULT,
                    "namespaces",
                    "network and mount namespaces cannot be made: "
                            + answer.map(Answer::firstLine).orElse("unshare cannot be run"),
                    "apt-get install util-linux; see the areas privileges and rootless");
            return findings.all();
        }
        findings.good("namespaces", person.isPrivileged() ? "network, mount" : "user, network, mount");
        new TreeMap<>(NEEDS)
                .forEach(
                        (subject, need) -> report(findings, subject, need, answers.getOrDefault(subject, "no answer")));
        return findings.all();
    }

    private static void report(Findings findings, String subject, Need need, String answer) {
        if (answer.equals("ok")) {
            findings.good(subject, "can be made");
        } else {
            findings.add(need.level(), subject, answer.replaceFirst("^no ", ""), need.cure());
        }
    }
}
