// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetfilterConstants.CTA_FILTER;
import static io.podnet.netns.linux.NetfilterConstants.CTA_FILTER_ORIG_FLAGS;
import static io.podnet.netns.linux.NetfilterConstants.CTA_FILTER_PROTO_NUM;
import static io.podnet.netns.linux.NetfilterConstants.CTA_FILTER_REPLY_FLAGS;
import static io.podnet.netns.linux.NetfilterConstants.CTA_ID;
import static io.podnet.netns.linux.NetfilterConstants.CTA_PROTO_NUM;
import static io.podnet.netns.linux.NetfilterConstants.CTA_TUPLE_ORIG;
import static io.podnet.netns.linux.NetfilterConstants.CTA_TUPLE_PROTO;
import static io.podnet.netns.linux.NetfilterConstants.CTA_ZONE;
import static io.podnet.netns.linux.NetfilterConstants.IPCTNL_MSG_CT_DELETE;
import static io.podnet.netns.linux.NetfilterConstants.IPCTNL_MSG_CT_GET;
import static io.podnet.netns.linux.NetfilterConstants.IPCTNL_MSG_CT_NEW;
import static io.podnet.netns.linux.NetlinkConstants.AF_INET;
import static io.podnet.netns.linux.NetlinkConstants.AF_INET6;
import static io.podnet.netns.linux.NetlinkConstants.NLA_F_NESTED;

import io.podnet.base.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * Reads the table of connections that the kernel tracks and lets it forget some, as conntrack(8) does;
 * {@link Netfilter#connections()} gives it, and says which threads and privileges it takes.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ConnectionRequests {
    private final NetlinkConversation kernel;

    ConnectionRequests(NetlinkConversation kernel) {
        this.kernel = kernel;
    }

    /**
     * Lists connections.
     *
     * @param ipv4 true for IPv4, false for IPv6
     * @param protocol the protocol
     * @return those that were there at some time while the table was read
     * @throws NativeException if the kernel refuses
     */
    public List<Connection> list(boolean ipv4, Protocol protocol) {
        return dump(ipv4, protocol).stream().map(entry -> entry.connection).toList();
    }

    /**
     * Forgets connections: their next packet is looked at as the first one of a new connection, so that rules for address
     * translation that have changed meanwhile hold for it.
     *
     * @param ipv4 true for IPv4, false for IPv6
     * @param protocol the protocol
     * @param which those that are to be forgotten
     * @return how many were
     * @throws NativeException if the kernel refuses
     */
    public int forget(boolean ipv4, Protocol protocol, Predicate<Connection> which) {
        int forgotten = 0;
        for (ConnectionDecoder.Entry entry : dump(ipv4, protocol)) {
            if (which.test(entry.connection) && forget(ipv4, entry)) {
                forgotten++;
            }
        }
        return forgotten;
    }

    private boolean forget(boolean ipv4, ConnectionDecoder.Entry entry) {
        NetlinkRequest request = new NetlinkRequest(
                "IPCTNL_MSG_CT_DELETE", IPCTNL_MSG_CT_DELETE, entry.connection.toString(), writer -> {
                    header(writer, ipv4);
                    writer.bytes(CTA_TUPLE_ORIG | NLA_F_NESTED, entry.originalTuple);
                    // Not another one that has the same addresses by now.
                    writer.bytes(CTA_ID, entry.id);
                    if (entry.zone.length > 0) {
                        writer.bytes(CTA_ZONE, entry.zone);
                    }
                });
        try {
            kernel.order(request);
            return true;
        } catch (NativeException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    private List<ConnectionDecoder.Entry> dump(boolean ipv4, Protocol protocol) {
        int number = ConnectionDecoder.number(protocol);
        NetlinkRequest request = new NetlinkRequest(
                "IPCTNL_MSG_CT_GET", IPCTNL_MSG_CT_GET, protocol + (ipv4 ? " over IPv4" : " over IPv6"), writer -> {
                    header(writer, ipv4);
                    // Linux 5.8 and later leave out other protocols; older ones give all.
                    writer.nested(
                            CTA_TUPLE_ORIG | NLA_F_NESTED,
                            () -> writer.nested(
                                    CTA_TUPLE_PROTO | NLA_F_NESTED, () -> writer.u8(CTA_PROTO_NUM, number)));
                    writer.nested(
                            CTA_FILTER | NLA_F_NESTED,
                            () -> writer.s32(CTA_FILTER_ORIG_FLAGS, CTA_FILTER_PROTO_NUM)
                                    .s32(CTA_FILTER_REPLY_FLAGS, 0));
                });
        return kernel.dump(
                request,
                message -> message.type() == IPCTNL_MSG_CT_NEW
                        ? ConnectionDecoder.decode(message.body(), protocol)
                        : Optional.empty());
    }

    private static void header(MessageWriter writer, boolean ipv4) {
        writer.u8(ipv4 ? AF_INET : AF_INET6).u8(0).u16(0);
    }
}
