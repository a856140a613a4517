// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.names;

import io.podnet.api.DnsSettings;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.cni.CniDns;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes resolv.conf as podman 4 does: what the pod asked for trumps all; else the servers of its networks come first, then
 * the host's that are reachable from inside (libpod, container_internal_common.go, addResolvConf).
 */
final class ResolvConf {
    private final Set<String> servers = new LinkedHashSet<>();
    private final List<String> searches = new ArrayList<>();
    private final List<String> options = new ArrayList<>();

    private ResolvConf() {}

    static String of(DnsSettings wanted, List<InetAddress> stack, List<CniDns> networks, String hosts) {
        ResolvConf file = new ResolvConf();
        ResolvConf ofHost = new ResolvConf();
        hosts.lines().forEach(ofHost::read);
        if (wanted.servers().isEmpty()) {
            stack.forEach(each -> file.servers.add(IpAddresses.format(each)));
            networks.forEach(each -> file.servers.addAll(each.nameservers()));
            ofHost.servers.stream().filter(ResolvConf::isReachable).forEach(file.servers::add);
        } else {
            wanted.servers().forEach(each -> file.servers.add(IpAddresses.format(each)));
        }
        if (wanted.searches().isEmpty()) {
            networks.forEach(each -> each.search().stream()
                    .filter(domain -> !file.searches.contains(domain))
                    .forEach(file.searches::add));
            ofHost.searches.stream()
                    .filter(domain -> !file.searches.contains(domain))
                    .forEach(file.searches::add);
        } else if (!wanted.searches().equals(List.of("."))) {
            file.searches.addAll(wanted.searches());
        }
        if (wanted.options().isEmpty()) {
            networks.forEach(each -> file.options.addAll(each.options()));
            file.options.addAll(ofHost.options);
        } else {
            file.options.addAll(wanted.options());
        }
        return file.print();
    }

    // The last line of a kind counts (resolv.conf(5)); domain and search exclude each other.
    private void read(String line) {
        String[] words = line.replaceFirst("[#;].*", "").strip().split("\\s+");
        switch (words[0]) {
            case "nameserver" -> {
                if (words.length > 1) {
                    servers.add(words[1]);
                }
            }
            case "search", "domain" -> replace(searches, words);
            case "options" -> replace(options, words);
            default -> {
                // Unknown keywords are for other resolvers.
            }
        }
    }

    private static void replace(List<String> list, String[] words) {
        list.clear();
        list.addAll(List.of(words).subList(1, words.length));
    }

    // A loopback address is the host's own: from inside it leads to the pod.
    private static boolean isReachable(String server) {
        try {
            InetAddress address = IpAddresses.parse(server.replaceFirst("%.*", ""));
            return !address.isLoopbackAddress();
        } catch (InvalidValueException e) {
            return false;
        }
    }

    private String print() {
        StringBuilder text = new StringBuilder();
        if (!searches.isEmpty()) {
            text.append("search ").append(String.join(" ", searches)).append('\n');
        }
        servers.forEach(each -> text.append("nameserver ").append(each).append('\n'));
        if (!options.isEmpty()) {
            text.append("options ").append(String.join(" ", options)).append('\n');
        }
        return text.toString();
    }
}
