// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.IpAddresses;
import io.podnet.netns.LinkName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of the kernel, field by field; what is answered has tests of its own. */
class RequestBodiesTest {
    private static final int IFINFOMSG_BYTES = 16;
    private static final int RTMSG_BYTES = 12;

    @Test
    void asksForLinks() {
        ByteBuffer all = Bodies.of(writer -> LinkEncoder.dump(writer, 0));
        assertThat(link(all)).containsExactly(0, 0, 0, 0);
        // IFLA_EXT_MASK: RTEXT_FILTER_SKIP_STATS.
        assertThat(attributes(all, IFINFOMSG_BYTES)).containsExactly("29=" + number(8));

        ByteBuffer ofBridge = Bodies.of(writer -> LinkEncoder.dump(writer, 5));
        assertThat(attributes(ofBridge, IFINFOMSG_BYTES)).containsExactly("29=" + number(8), "10=" + number(5));

        ByteBuffer statistics = Bodies.of(LinkEncoder::dumpStatistics);
        assertThat(link(statistics)).containsExactly(0, 0, 0, 0);
        assertThat(statistics.limit()).isEqualTo(IFINFOMSG_BYTES);

        assertThat(link(Bodies.of(writer -> LinkEncoder.one(writer, 9)))).containsExactly(0, 9, 0, 0);
        ByteBuffer named = Bodies.of(writer -> LinkEncoder.one(writer, LinkName.of("eth0")));
        assertThat(link(named)).containsExactly(0, 0, 0, 0);
        assertThat(attributes(named, IFINFOMSG_BYTES)).containsExactly("3=6574683000");
    }

    @Test
    void tellsABridgesPortToSendBack() {
        ByteBuffer on = Bodies.of(writer -> LinkEncoder.hairpin(writer, 9, true));
        // AF_BRIDGE; IFLA_PROTINFO with IFLA_BRPORT_MODE.
        assertThat(link(on)).containsExactly(7, 9, 0, 0);
        assertThat(hairpin(on)).isEqualTo(1);
        assertThat(hairpin(Bodies.of(writer -> LinkEncoder.hairpin(writer, 9, false))))
                .isZero();
    }

    private static int hairpin(ByteBuffer body) {
        AttributeReader reader = new AttributeReader(body, IFINFOMSG_BYTES);
        assertThat(reader.next()).isTrue();
        assertThat(reader.type()).isEqualTo(12);
        AttributeReader port = reader.nested();
        assertThat(port.next()).isTrue();
        assertThat(port.type()).isEqualTo(4);
        return port.u8();
    }

    @Test
    void namesTheKindOfALink() {
        LinkDetails veth = LinkDecoder.decode(Bodies.of(writer -> {
            LinkEncoder.settings(writer, 3, LinkSettings.named(LinkName.of("veth0")));
            LinkEncoder.veth(writer, LinkSettings.named(LinkName.of("eth0")).up());
        }));
        assertThat(veth.link().kind()).contains("veth");
        LinkDetails bridge = LinkDecoder.decode(Bodies.of(writer -> {
            LinkEncoder.settings(writer, 3, LinkSettings.named(LinkName.of("cni0")));
            LinkEncoder.kind(writer, "bridge");
        }));
        assertThat(bridge.link().kind()).contains("bridge");
        assertThat(bridge.link().name()).isEqualTo(LinkName.of("cni0"));
    }

    @Test
    void asksForRoutes() {
        ByteBuffer all = Bodies.of(writer -> RouteEncoder.dump(writer, true, 0));
        assertThat(all.limit()).isEqualTo(RTMSG_BYTES);
        assertThat(all.get(0)).isEqualTo((byte) 2);

        ByteBuffer ofTable = Bodies.of(writer -> RouteEncoder.dump(writer, false, 300));
        assertThat(ofTable.get(0)).isEqualTo((byte) 10);
        assertThat(attributes(ofTable, RTMSG_BYTES)).containsExactly("15=" + number(300));
    }

    @Test
    void asksWhereAPacketWouldGo() {
        ByteBuffer ipv4 = Bodies.of(writer -> RouteEncoder.lookUp(writer, IpAddresses.parse("192.0.2.1")));
        assertThat(ipv4.get(0)).isEqualTo((byte) 2);
        assertThat(ipv4.get(1)).isEqualTo((byte) 32);
        // RTM_F_FIB_MATCH, and RTM_F_LOOKUP_TABLE.
        assertThat(ipv4.getInt(8)).isEqualTo(0x3000);
        assertThat(attributes(ipv4, RTMSG_BYTES)).containsExactly("1=c0000201");

        ByteBuffer ipv6 = Bodies.of(writer -> RouteEncoder.lookUp(writer, IpAddresses.parse("2001:db8::1")));
        assertThat(ipv6.get(0)).isEqualTo((byte) 10);
        assertThat(ipv6.get(1)).isEqualTo((byte) 128);
        assertThat(ipv6.getInt(8)).isEqualTo(0x2000);
    }

    private static int[] link(ByteBuffer body) {
        return new int[] {body.getInt(0), body.getInt(4), body.getInt(8), body.getInt(12)};
    }

    private static List<String> attributes(ByteBuffer body, int header) {
        List<String> all = new ArrayList<>();
        AttributeReader reader = new AttributeReader(body, header);
        while (reader.next()) {
            all.add(reader.type() + "=" + HexFormat.of().formatHex(reader.bytes()));
        }
        return all;
    }

    private static String number(int value) {
        return HexFormat.of()
                .formatHex(ByteBuffer.allocate(4)
                        .order(ByteOrder.nativeOrder())
                        .putInt(value)
                        .array());
    }
}
