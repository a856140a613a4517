// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetfilterConstants.CTA_ID;
import static io.podnet.netns.linux.NetfilterConstants.CTA_IP_V4_DST;
import static io.podnet.netns.linux.NetfilterConstants.CTA_IP_V4_SRC;
import static io.podnet.netns.linux.NetfilterConstants.CTA_IP_V6_DST;
import static io.podnet.netns.linux.NetfilterConstants.CTA_IP_V6_SRC;
import static io.podnet.netns.linux.NetfilterConstants.CTA_PROTO_DST_PORT;
import static io.podnet.netns.linux.NetfilterConstants.CTA_PROTO_NUM;
import static io.podnet.netns.linux.NetfilterConstants.CTA_PROTO_SRC_PORT;
import static io.podnet.netns.linux.NetfilterConstants.CTA_TUPLE_IP;
import static io.podnet.netns.linux.NetfilterConstants.CTA_TUPLE_ORIG;
import static io.podnet.netns.linux.NetfilterConstants.CTA_TUPLE_PROTO;
import static io.podnet.netns.linux.NetfilterConstants.CTA_TUPLE_REPLY;
import static io.podnet.netns.linux.NetfilterConstants.CTA_ZONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.IpAddresses;
import io.podnet.base.Protocol;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionDecoderTest {
    private static final int OTHER = 40;

    private static final Connection.Direction ORIGINAL = direction("10.0.0.9", 40_000, "192.0.2.1", 8080);
    private static final Connection.Direction REPLY = direction("10.88.0.2", 80, "10.0.0.9", 65_535);

    private static Connection.Direction direction(
            String source, int sourcePort, String destination, int destinationPort) {
        return new Connection.Direction(
                IpAddresses.parse(source), sourcePort, IpAddresses.parse(destination), destinationPort);
    }

    @ParameterizedTest
    @CsvSource({"TCP, 6", "UDP, 17", "SCTP, 132"})
    void readsConnectionsOfAProtocol(Protocol protocol, int number) {
        byte[] id = {1, 2, 3, 4};
        byte[] zone = {0, 7};
        ByteBuffer body = Bodies.of(writer -> {
            tuple(header(writer), CTA_TUPLE_ORIG, number, ORIGINAL);
            tuple(writer, CTA_TUPLE_REPLY, number, REPLY);
            writer.bytes(CTA_ID, id).bytes(CTA_ZONE, zone).bytes(OTHER, zone);
        });

        ConnectionDecoder.Entry entry = ConnectionDecoder.decode(body, protocol).orElseThrow();

        assertThat(entry.connection).isEqualTo(new Connection(protocol, ORIGINAL, REPLY));
        assertThat(entry.id).isEqualTo(id);
        assertThat(entry.zone).isEqualTo(zone);
        // By this the kernel finds it again: byte by byte as it came.
        AttributeReader original = new AttributeReader(body, 4);
        assertThat(original.next()).isTrue();
        assertThat(entry.originalTuple).isNotEmpty().isEqualTo(original.bytes());
        for (Protocol other : Protocol.values()) {
            assertThat(ConnectionDecoder.decode(body, other).isPresent()).isEqualTo(other == protocol);
        }
    }

    @Test
    void readsIpv6() {
        Connection.Direction original = direction("fd00::9", 1, "fd00::1", 2);
        Connection.Direction reply = direction("fd00::2", 3, "fd00::9", 4);

        ConnectionDecoder.Entry entry = ConnectionDecoder.decode(
                        Bodies.of(writer -> {
                            tuple(header(writer), CTA_TUPLE_ORIG, 17, original);
                            tuple(writer, CTA_TUPLE_REPLY, 17, reply);
                        }),
                        Protocol.UDP)
                .orElseThrow();

        assertThat(entry.connection).isEqualTo(new Connection(Protocol.UDP, original, reply));
        assertThat(entry.zone).isEmpty();
    }

    @Test
    void aDirectionThatLacksSomethingIsNone() {
        assertThat(ConnectionDecoder.decode(
                        Bodies.of(writer -> tuple(header(writer), CTA_TUPLE_ORIG, 17, ORIGINAL)), Protocol.UDP))
                .isEmpty();
        assertThat(ConnectionDecoder.decode(
                        Bodies.of(writer -> tuple(header(writer), CTA_TUPLE_REPLY, 17, REPLY)), Protocol.UDP))
                .isEmpty();
        for (int missing : new int[] {CTA_IP_V4_SRC, CTA_IP_V4_DST}) {
            assertThat(ConnectionDecoder.decode(
                            Bodies.of(writer -> {
                                tuple(header(writer), CTA_TUPLE_ORIG, 17, ORIGINAL);
                                writer.nested(CTA_TUPLE_REPLY, () -> {
                                    writer.nested(
                                            CTA_TUPLE_IP,
                                            () -> writer.address(
                                                    missing == CTA_IP_V4_SRC ? CTA_IP_V4_DST : CTA_IP_V4_SRC,
                                                    REPLY.source()));
                                    writer.nested(CTA_TUPLE_PROTO, () -> writer.u8(CTA_PROTO_NUM, 17));
                                });
                            }),
                            Protocol.UDP))
                    .isEmpty();
        }
    }

    @Test
    void portsHaveTwoBytes() {
        ByteBuffer body = Bodies.of(writer -> header(writer)
                .nested(
                        CTA_TUPLE_ORIG,
                        () -> writer.nested(CTA_TUPLE_PROTO, () -> writer.bytes(CTA_PROTO_SRC_PORT, new byte[1]))));

        assertThatThrownBy(() -> ConnectionDecoder.decode(body, Protocol.UDP))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("port in attribute 2 of 1 bytes");
    }

    private static void tuple(MessageWriter writer, int type, int protocol, Connection.Direction direction) {
        boolean ipv4 = IpAddresses.isIpv4(direction.source());
        writer.nested(type, () -> {
            writer.nested(CTA_TUPLE_IP, () -> {
                address(writer, ipv4 ? CTA_IP_V4_SRC : CTA_IP_V6_SRC, direction.source());
                address(writer, ipv4 ? CTA_IP_V4_DST : CTA_IP_V6_DST, direction.destination());
            });
            writer.nested(
                    CTA_TUPLE_PROTO,
                    () -> writer.u8(CTA_PROTO_NUM, protocol)
                            .bytes(CTA_PROTO_SRC_PORT, port(direction.sourcePort()))
                            .bytes(CTA_PROTO_DST_PORT, port(direction.destinationPort()))
                            .bytes(OTHER, new byte[1]));
            // Such as the zone of a direction, which has the same numbers inside.
            writer.nested(OTHER, () -> writer.u8(CTA_PROTO_NUM, 1));
        });
    }

    private static void address(MessageWriter writer, int type, InetAddress address) {
        writer.address(type, address).bytes(OTHER, new byte[1]);
    }

    private static byte[] port(int port) {
        return new byte[] {(byte) (port >> 8), (byte) port};
    }

    private static MessageWriter header(MessageWriter writer) {
        return writer.u8(2).u8(0).u16(0);
    }
}
