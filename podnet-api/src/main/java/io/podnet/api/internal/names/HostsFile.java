// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.names;

import io.podnet.api.HostEntry;
import io.podnet.base.IpAddresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes hosts files as podman 4 does: the pod's own lines first, then the host's file without the names that they have,
 * then the loopback if it is missing, the host, and the pod itself (containers/common, libnetwork/etchosts).
 */
final class HostsFile {
    private static final List<String> HOST = List.of("host.containers.internal", "host.docker.internal");

    private final List<String> lines = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private HostsFile() {}

    static String of(
            List<HostEntry> own,
            String hosts,
            Optional<InetAddress> gateway,
            List<InetAddress> addresses,
            List<String> podNames) {
        HostsFile file = new HostsFile();
        for (HostEntry each : own) {
            each.address()
                    .or(() -> gateway)
                    .ifPresent(address -> file.add(IpAddresses.format(address), List.of(each.name()), false));
        }
        Set<String> taken = Set.copyOf(file.names);
        hosts.lines().forEach(line -> file.copy(line, taken));
        if (!file.names.contains("localhost")) {
            file.add("127.0.0.1", List.of("localhost"), false);
            file.add("::1", List.of("localhost"), false);
        }
        gateway.ifPresent(address -> file.add(IpAddresses.format(address), HOST, true));
        for (InetAddress each : addresses) {
            file.add(IpAddresses.format(each), podNames, false);
        }
        return String.join("\n", file.lines) + "\n";
    }

    private void copy(String line, Set<String> taken) {
        String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
        if (words.length < 2) {
            return;
        }
        List<String> rest = new ArrayList<>(List.of(words).subList(1, words.length));
        rest.removeAll(taken);
        add(words[0], rest, false);
    }

    private void add(String address, List<String> wanted, boolean onlyNew) {
        List<String> written = wanted.stream()
                .filter(each -> !onlyNew || !names.contains(each))
                .toList();
        if (!written.isEmpty()) {
            names.addAll(written);
            lines.add(address + "\t" + String.join(" ", written));
        }
    }
}
