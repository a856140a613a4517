// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.rootless.StackAddresses;
import io.podnet.rootless.spi.PreparedStack;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a stack said of itself before it was started, as text; what there is not is empty.
 *
 * @param interfaceName its interface; empty if that takes the name of the host's
 * @param apiSocket where it takes commands
 * @param portHandler the handler its options ask for
 * @param ipv6 whether it carries IPv6
 * @param hostLoopback whether the host's loopback addresses can be reached through it
 * @param subnet its IPv4 network
 * @param guest its IPv4 address
 * @param gateway the IPv4 address that stands for the host
 * @param dns where it answers name look-ups
 * @param ipv6Subnet its IPv6 network
 */
record SavedStackFacts(
        String interfaceName,
        String apiSocket,
        String portHandler,
        boolean ipv6,
        boolean hostLoopback,
        String subnet,
        String guest,
        String gateway,
        List<String> dns,
        String ipv6Subnet) {
    SavedStackFacts {
        Stream.of(interfaceName, apiSocket, portHandler, subnet, guest, gateway, ipv6Subnet)
                .forEach(Objects::requireNonNull);
        dns = List.copyOf(dns);
    }

    static final SavedStackFacts NONE = new SavedStackFacts("", "", "", false, false, "", "", "", List.of(), "");

    static SavedStackFacts of(PreparedStack stack) {
        StackAddresses addresses = stack.addresses();
        return new SavedStackFacts(
                stack.interfaceName().orElse(""),
                stack.apiSocket().map(Path::toString).orElse(""),
                stack.portHandler().orElse(""),
                stack.ipv6(),
                stack.hostLoopback(),
                addresses.subnet().map(IpPrefix::toString).orElse(""),
                addresses.guest().map(IpAddresses::format).orElse(""),
                addresses.gateway().map(IpAddresses::format).orElse(""),
                addresses.dns().stream().map(IpAddresses::format).toList(),
                addresses.ipv6().map(IpPrefix::toString).orElse(""));
    }

    StackAddresses addresses() {
        return new StackAddresses(
                present(subnet).map(IpPrefix::parse),
                address(guest),
                address(gateway),
                dns.stream().map(IpAddresses::parse).toList(),
                present(ipv6Subnet).map(IpPrefix::parse));
    }

    private static Optional<InetAddress> address(String text) {
        return present(text).map(IpAddresses::parse);
    }

    private static Optional<String> present(String text) {
        return Optional.of(text).filter(each -> !each.isEmpty());
    }
}
