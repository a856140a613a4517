// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Chooses subnets that nobody has, from the pools that podman has by default (containers.conf, default_subnet_pools). */
final class SubnetChoice {
    private static final List<IpPrefix> POOLS = List.of(
            IpPrefix.parse("10.89.0.0/16"),
            IpPrefix.parse("10.90.0.0/15"),
            IpPrefix.parse("10.92.0.0/14"),
            IpPrefix.parse("10.96.0.0/11"),
            IpPrefix.parse("10.128.0.0/9"));

    private static final int LENGTH = 24;
    private static final long SIZE = 1L << (32 - LENGTH);
    private static final int LENGTH6 = 64;
    private static final int MOST_TRIES = 1000;

    private final Random random;

    SubnetChoice() {
        this(new SecureRandom());
    }

    SubnetChoice(Random random) {
        this.random = random;
    }

    private record Span(long first, long last) {}

    /**
     * The first subnet of the pools that shares no address with those that are taken; where a route leads to all of the
     * pools, as to a company's network, one that at least nobody nearby has.
     */
    IpPrefix ipv4(Collection<IpPrefix> taken, Collection<IpPrefix> reachable) {
        List<IpPrefix> all = new ArrayList<>(taken);
        all.addAll(reachable);
        return ipv4(all)
                .or(() -> ipv4(taken))
                .orElseThrow(() -> NetworkRules.invalid("could not find free subnet from subnet pools " + POOLS));
    }

    private static Optional<IpPrefix> ipv4(Collection<IpPrefix> taken) {
        List<Span> spans = new ArrayList<>();
        taken.stream().filter(IpPrefix::isIpv4).forEach(each -> spans.add(span(each)));
        for (IpPrefix pool : POOLS) {
            Span whole = span(pool);
            for (long first = whole.first(); first < whole.last(); first += SIZE) {
                Span candidate = new Span(first, first + SIZE - 1);
                if (spans.stream()
                        .noneMatch(each -> each.first() <= candidate.last() && candidate.first() <= each.last())) {
                    return Optional.of(new IpPrefix(address(first), LENGTH));
                }
            }
        }
        return Optional.empty();
    }

    /** A random subnet of fd00::/8, as RFC 4193 wants it. */
    IpPrefix ipv6(Collection<IpPrefix> taken) {
        for (int i = 0; i < MOST_TRIES; i++) {
            byte[] bytes = new byte[16];
            byte[] drawn = new byte[LENGTH6 / 8 - 1];
            random.nextBytes(drawn);
            bytes[0] = (byte) 0xfd;
            System.arraycopy(drawn, 0, bytes, 1, drawn.length);
            IpPrefix candidate = new IpPrefix(IpAddresses.of(bytes), LENGTH6);
            if (taken.stream().noneMatch(candidate::overlaps)) {
                return candidate;
            }
        }
        throw NetworkRules.invalid("failed to get random ipv6 subnet");
    }

    private static Span span(IpPrefix prefix) {
        long first = Integer.toUnsignedLong(
                ByteBuffer.wrap(prefix.network().address().getAddress()).getInt());
        return new Span(first, first + (1L << (32 - prefix.length())) - 1);
    }

    private static InetAddress address(long value) {
        return IpAddresses.of(ByteBuffer.allocate(4).putInt((int) value).array());
    }
}
