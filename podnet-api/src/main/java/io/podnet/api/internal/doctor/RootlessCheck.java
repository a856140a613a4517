// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.doctor;

import io.podnet.api.Finding;
import io.podnet.api.Finding.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a plain user needs for pods; nothing of it concerns those who may do everything. */
final class RootlessCheck {
    private static final Path TUN = Path.of("/dev/net/tun");

    private RootlessCheck() {}

    static List<Finding> run(Person person) {
        Findings findings = new Findings("rootless");
        Level need = person.isPrivileged() ? Level.NOTE : Level.FAULT;
        Level wish = person.isPrivileged() ? Level.NOTE : Level.LIMIT;
        userNamespaces(findings, need);
        subordinateIds(findings, person, "/etc/subuid", wish);
        subordinateIds(findings, person, "/etc/subgid", wish);
        if (Files.isReadable(TUN) && Files.isWritable(TUN)) {
            findings.good(TUN.toString(), "can be opened");
        } else {
            findings.add(
                    need,
                    TUN.toString(),
                    Files.exists(TUN) ? "cannot be opened" : "not there",
                    "modprobe tun; chmod 666 " + TUN);
        }
        Optional<String> runtime = Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR"));
        if (runtime.filter(each -> Files.isWritable(Path.of(each))).isPresent()) {
            findings.good("XDG_RUNTIME_DIR", runtime.orElseThrow());
        } else {
            findings.add(
                    wish,
                    "XDG_RUNTIME_DIR",
                    runtime.map(each -> each + " is not writable").orElse("not set"),
                    "log in through systemd-logind, or set it to a directory of mode 0700 of your own");
        }
        if (Tool.find("slirp4netns").or(() -> Tool.find("pasta")).isEmpty()) {
            findings.add(need, "stack", "neither slirp4netns nor pasta is there", "apt-get install slirp4netns passt");
        }
        SysctlCheck.read("net/ipv4/ip_unprivileged_port_start")
                .ifPresent(start -> findings.note(
                        "net.ipv4.ip_unprivileged_port_start",
                        start + ": the first port that a plain user may publish"));
        return findings.all();
    }

    private static void userNamespaces(Findings findings, Level need) {
        limit(findings, need, "user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=28633");
        // Debian's and Ubuntu's own switches.
        limit(findings, need, "kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1");
        limit(
                findings,
                need,
                "kernel/apparmor_restrict_unprivileged_userns",
                "1",
                "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");
    }

    private static void limit(Findings findings, Level need, String key, String bad, String cure) {
        SysctlCheck.read(key).ifPresent(value -> {
            String subject = key.replace('/', '.');
            if (value.equals(bad)) {
                findings.add(need, subject, value + ": plain users cannot make user namespaces", cure);
            } else {
                findings.good(subject, value);
            }
        });
    }

    private static void subordinateIds(Findings findings, Person person, String file, Level wish) {
        String command = file.endsWith("uid") ? "--add-subuids" : "--add-subgids";
        Optional<String> line = Optional.empty();
        try {
            line = Files.readString(Path.of(file), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(each -> {
                        String[] fields = each.strip().split(":");
                        return fields.length == 3
                                && (fields[0].equals(person.name()) || fields[0].equals(Long.toString(person.uid())));
                    })
                    .findFirst();
        } catch (IOException e) {
            // As if it had no line.
        }
        if (line.isPresent()) {
            findings.good(file, line.get());
        } else {
            findings.add(
                    wish,
                    file,
                    "no line for " + person.name() + ": one user only in rootless pods",
                    "usermod " + command + " 100000-165535 " + person.name());
        }
    }
}
