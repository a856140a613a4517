// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.base.MacAddress;
import io.podnet.netns.AddressFlag;
import io.podnet.netns.Link;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkFlag;
import io.podnet.netns.LinkName;
import io.podnet.netns.NextHop;
import io.podnet.netns.Route;
import io.podnet.netns.RouteBuilder;
import io.podnet.netns.RouteScope;
import io.podnet.netns.RouteType;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written is read back the same. */
class RoundTripTest {
    private static final int ROUNDS = 2000;

    private final ByteBuffer buffer = ByteBuffer.allocate(4096);
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @BeforeEach
    void printSeed() {
        System.out.println("seed " + seed);
    }

    @Test
    void addresses() {
        for (int round = 0; round < ROUNDS; round++) {
            boolean ipv4 = random.nextBoolean();
            IpPrefix prefix = prefix(ipv4);
            LinkAddress address = LinkAddress.of(prefix).withScope(new RouteScope(random.nextInt(256)));
            address = random.nextBoolean() ? address.withPeer(address(ipv4)) : address;
            address = ipv4 && random.nextBoolean() ? address.withBroadcast(address(ipv4)) : address;
            address = address.withFlags(
                    AddressFlag.fromMask(random.nextInt(1 << 12)).toArray(AddressFlag[]::new));
            int index = random.nextInt();
            LinkAddress written = address;

            ByteBuffer body = body(writer -> AddressCodec.encode(writer, index, written));

            // A peer with the address itself is none.
            LinkAddress expected = written.peer().equals(Optional.of(prefix.address()))
                    ? new LinkAddress(prefix, Optional.empty(), written.broadcast(), written.scope(), written.flags())
                    : written;
            assertThat(AddressCodec.decode(body)).as("seed %d", seed).contains(new AddressCodec.Entry(index, expected));
        }
    }

    @Test
    void routes() {
        for (int round = 0; round < ROUNDS; round++) {
            Route route = route();
            ByteBuffer body = body(writer -> RouteEncoder.encode(writer, route, route.scope()));
            assertThat(RouteDecoder.decode(body)).as("seed %d", seed).contains(route);
        }
    }

    @Test
    void links() {
        for (int round = 0; round < ROUNDS; round++) {
            LinkName name = name();
            MacAddress mac = new MacAddress(random.nextLong() & 0xffff_ffff_ffffL);
            int mtu = 1 + random.nextInt(65535);
            int master = 1 + random.nextInt(1000);
            int index = random.nextInt();
            boolean up = random.nextBoolean();
            int queue = random.nextInt(5000);
            LinkSettings settings = LinkSettings.named(name)
                    .macAddress(mac)
                    .mtu(mtu)
                    .master(master)
                    .txQueueLength(queue);
            LinkSettings written = up ? settings.up() : settings.down();
            MacvlanMode mode = MacvlanMode.values()[random.nextInt(4)];

            LinkDetails details = LinkDecoder.decode(body(writer -> {
                LinkEncoder.settings(writer, index, written);
                LinkEncoder.macvlan(writer, 77, mode);
            }));

            Link link = details.link();
            assertThat(link.name()).as("seed %d", seed).isEqualTo(name);
            assertThat(link.index()).isEqualTo(index);
            assertThat(link.macAddress()).contains(mac);
            assertThat(link.mtu()).isEqualTo(mtu);
            assertThat(link.master()).hasValue(master);
            assertThat(link.isUp()).isEqualTo(up);
            assertThat(link.flags()).isSubsetOf(LinkFlag.UP);
            assertThat(link.kind()).contains("macvlan");
            assertThat(link.peer()).hasValue(77);
            assertThat(details.macvlanMode()).contains(mode);
            assertThat(details.txQueueLength()).isEqualTo(queue);
        }
    }

    private Route route() {
        boolean ipv4 = random.nextBoolean();
        RouteBuilder route = Route.to(prefix(ipv4))
                .type(RouteType.fromNumber(random.nextInt(12)))
                .table(random.nextBoolean() ? 1 + random.nextInt(255) : random.nextInt() | 0x100)
                .metric(random.nextInt() & 0xffff_ffffL)
                .protocol(random.nextInt(256));
        if (random.nextBoolean()) {
            route.scope(new RouteScope(random.nextInt(256)));
        }
        if (random.nextBoolean()) {
            // Also of the other family, as RFC 5549 has it.
            route.via(address(random.nextBoolean()));
        }
        if (random.nextBoolean()) {
            route.link(1 + random.nextInt(1000));
        }
        if (random.nextBoolean()) {
            route.source(address(ipv4));
        }
        if (random.nextBoolean()) {
            route.mtu(1 + random.nextInt(65535));
        }
        if (random.nextBoolean()) {
            route.advertisedMss(1 + random.nextInt(65535));
        }
        if (random.nextBoolean()) {
            route.onLink();
        }
        List<NextHop> hops = new ArrayList<>();
        for (int hop = random.nextInt(4); hop > 0; hop--) {
            Optional<InetAddress> gateway =
                    random.nextBoolean() ? Optional.of(address(random.nextBoolean())) : Optional.empty();
            hops.add(new NextHop(gateway, random.nextInt(1000), 1 + random.nextInt(256)));
        }
        return route.nextHops(hops).build();
    }

    private IpPrefix prefix(boolean ipv4) {
        return new IpPrefix(address(ipv4), random.nextInt(ipv4 ? 33 : 129));
    }

    private InetAddress address(boolean ipv4) {
        byte[] bytes = new byte[ipv4 ? 4 : 16];
        random.nextBytes(bytes);
        return IpAddresses.of(bytes);
    }

    private LinkName name() {
        StringBuilder text = new StringBuilder();
        for (int length = 1 + random.nextInt(15); length > 0; length--) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return LinkName.of(text.toString());
    }

    private ByteBuffer body(Consumer<MessageWriter> content) {
        MessageWriter writer = new MessageWriter(buffer, 1, 0, 1);
        content.accept(writer);
        return NetlinkMessage.split(writer.finish()).get(0).body();
    }
}
