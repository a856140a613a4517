// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.doctor;

import io.podnet.api.Finding;
import io.podnet.api.Finding.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The programs that podnet and the plugins start, with their versions. */
final class ToolCheck {
    private record Program(String name, String versionOption, Level without, String purpose, String debianPackage) {}

    private static final List<Program> PROGRAMS = List.of(
            new Program("nsenter", "--version", Level.FAULT, "starts processes inside pods", "util-linux"),
            new Program("unshare", "--version", Level.LIMIT, "makes namespaces of plain users", "util-linux"),
            new Program("ip", "-V", Level.LIMIT, "changes links where this JVM may not", "iproute2"),
            new Program("iptables", "--version", Level.FAULT, "serves portmap, firewall and bridge", "iptables"),
            new Program("ip6tables", "--version", Level.FAULT, "serves portmap, firewall and bridge", "iptables"),
            new Program("nft", "--version", Level.NOTE, "shows rules of nftables", "nftables"),
            new Program("slirp4netns", "--version", Level.NOTE, "connects rootless pods", "slirp4netns"),
            new Program("pasta", "--version", Level.NOTE, "connects rootless pods", "passt"),
            new Program("newuidmap", "", Level.NOTE, "gives rootless pods more users than one", "uidmap"),
            new Program("newgidmap", "", Level.NOTE, "gives rootless pods more groups than one", "uidmap"),
            new Program("dnsmasq", "--version", Level.NOTE, "serves dnsname", "dnsmasq-base"));

    private ToolCheck() {}

    static List<Finding> run() {
        Findings findings = new Findings("tools");
        for (Program each : PROGRAMS) {
            Optional<Path> file = Tool.find(each.name());
            if (file.isPresent()) {
                findings.good(each.name(), version(each, file.get()) + " (" + file.get() + ")");
            } else {
                findings.add(
                        each.without(),
                        each.name(),
                        "not in PATH; it " + each.purpose(),
                        "apt-get install " + each.debianPackage());
            }
        }
        return findings.all();
    }

    private static String version(Program program, Path file) {
        if (program.versionOption().isEmpty()) {
            return "found";
        }
        return Tool.run(List.of(file.toString(), program.versionOption()))
                .map(Tool.Answer::firstLine)
                .filter(line -> !line.isEmpty())
                .orElse("does not tell its version");
    }
}
