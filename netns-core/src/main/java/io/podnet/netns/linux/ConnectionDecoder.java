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
import static io.podnet.netns.linux.NetfilterConstants.NFGENMSG_BYTES;

import io.podnet.base.Protocol;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads IPCTNL_MSG_CT_NEW: {@code struct nfgenmsg} and CTA_* attributes; ports are in network byte order. */
final class ConnectionDecoder {
    private static final byte[] NONE = new byte[0];

    private ConnectionDecoder() {}

    /** A connection, and what the kernel wants to hear to find it again. */
    static final class Entry {
        final Connection connection;
        final byte[] originalTuple;
        final byte[] id;

        /** Empty for the zone that all connections are in unless told otherwise. */
        final byte[] zone;

        Entry(Connection connection, byte[] originalTuple, byte[] id, byte[] zone) {
            this.connection = connection;
            this.originalTuple = originalTuple;
            this.id = id;
            this.zone = zone;
        }
    }

    /** Numbers of linux/in.h. */
    static int number(Protocol protocol) {
        return switch (protocol) {
            case TCP -> 6;
            case UDP -> 17;
            case SCTP -> 132;
        };
    }

    /** Reads a connection; empty if it is of another protocol. */
    static Optional<Entry> decode(ByteBuffer body, Protocol protocol) {
        AttributeReader reader = new AttributeReader(body, NFGENMSG_BYTES);
        byte[] tuple = NONE;
        byte[] id = NONE;
        byte[] zone = NONE;
        Connection.Direction original = null;
        Connection.Direction reply = null;
        while (reader.next()) {
            switch (reader.type()) {
                case CTA_TUPLE_ORIG -> {
                    tuple = reader.bytes();
                    original = direction(reader.nested(), number(protocol));
                }
                case CTA_TUPLE_REPLY -> reply = direction(reader.nested(), number(protocol));
                case CTA_ID -> id = reader.bytes();
                case CTA_ZONE -> zone = reader.bytes();
                default -> {}
            }
        }
        return original == null || reply == null
                ? Optional.empty()
                : Optional.of(new Entry(new Connection(protocol, original, reply), tuple, id, zone));
    }

    private static Connection.@Nullable Direction direction(AttributeReader tuple, int protocol) {
        InetAddress source = null;
        InetAddress destination = null;
        int number = -1;
        int sourcePort = 0;
        int destinationPort = 0;
        while (tuple.next()) {
            AttributeReader part = tuple.nested();
            if (tuple.type() == CTA_TUPLE_IP) {
                while (part.next()) {
                    switch (part.type()) {
                        case CTA_IP_V4_SRC, CTA_IP_V6_SRC -> source = part.address();
                        case CTA_IP_V4_DST, CTA_IP_V6_DST -> destination = part.address();
                        default -> {}
                    }
                }
            } else if (tuple.type() == CTA_TUPLE_PROTO) {
                while (part.next()) {
                    switch (part.type()) {
                        case CTA_PROTO_NUM -> number = part.u8();
                        case CTA_PROTO_SRC_PORT -> sourcePort = port(part);
                        case CTA_PROTO_DST_PORT -> destinationPort = port(part);
                        default -> {}
                    }
                }
            }
        }
        return number != protocol || source == null || destination == null
                ? null
                : new Connection.Direction(source, sourcePort, destination, destinationPort);
    }

    private static int port(AttributeReader reader) {
        if (reader.length() < 2) {
            throw new MalformedMessageException("port in attribute " + reader.type(), reader.length(), 2, 2);
        }
        return Short.toUnsignedInt(ByteBuffer.wrap(reader.bytes()).getShort());
    }
}
