// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A resolv.conf(5).
 *
 * @param servers the name servers in order
 * @param search the search domains
 * @param options the options
 */
record ResolvConf(List<InetAddress> servers, List<String> search, List<String> options) {
    ResolvConf {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
        options = List.copyOf(options);
    }

    /** Reads a file; one that is not there says nothing. */
    static ResolvConf read(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new ResolvConf(List.of(), List.of(), List.of());
        }
    }

    // As podman's resolvconf does: what follows # is a comment, the last "search" and the last "options" line count.
    static ResolvConf parse(String text) {
        List<InetAddress> servers = new ArrayList<>();
        List<String> search = List.of();
        List<String> options = List.of();
        for (String line : text.lines().toList()) {
            List<String> words =
                    List.of(line.replaceFirst("^\\s*;.*|#.*", "").strip().split("\\s+"));
            List<String> values = words.subList(1, words.size());
            switch (words.get(0)) {
                case "nameserver" -> values.stream().limit(1).forEach(value -> addServer(servers, value));
                case "search" -> search = values;
                case "options" -> options = values;
                default -> {
                    // Whatever else there is has no meaning for a namespace behind a stack.
                }
            }
        }
        return new ResolvConf(servers, search, options);
    }

    private static void addServer(List<InetAddress> servers, String value) {
        try {
            servers.add(IpAddresses.parse(value));
        } catch (InvalidValueException e) {
            // A link-local server with its zone (fe80::1%eth0) cannot be reached from another namespace.
        }
    }

    /**
     * Makes the file for a namespace behind a stack: the stack's own forwarder first, which asks the host's servers even
     * where those listen on loopback only; then the host's servers that the namespace can reach by itself.
     */
    ResolvConf behind(List<InetAddress> forwarders, boolean ipv6) {
        Set<InetAddress> all = new LinkedHashSet<>();
        forwarders.stream().filter(each -> ipv6 || IpAddresses.isIpv4(each)).forEach(all::add);
        servers.stream()
                .filter(each -> !each.isLoopbackAddress() && !each.isAnyLocalAddress() && !each.isLinkLocalAddress())
                .filter(each -> ipv6 || IpAddresses.isIpv4(each))
                .forEach(all::add);
        return new ResolvConf(List.copyOf(all), search, options);
    }

    /** Prints the file in podman's order. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (!search.isEmpty() && !search.equals(List.of("."))) {
            text.append("search ").append(String.join(" ", search)).append('\n');
        }
        servers.forEach(server ->
                text.append("nameserver ").append(IpAddresses.format(server)).append('\n'));
        if (!options.isEmpty()) {
            text.append("options ").append(String.join(" ", options)).append('\n');
        }
        return text.toString();
    }
}
