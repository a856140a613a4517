// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.AF_INET;
import static io.podnet.netns.linux.NetlinkConstants.AF_INET6;
import static io.podnet.netns.linux.RouteConstants.IFADDRMSG_BYTES;
import static io.podnet.netns.linux.RouteConstants.IFA_ADDRESS;
import static io.podnet.netns.linux.RouteConstants.IFA_BROADCAST;
import static io.podnet.netns.linux.RouteConstants.IFA_FLAGS;
import static io.podnet.netns.linux.RouteConstants.IFA_LOCAL;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpPrefix;
import io.podnet.netns.AddressFlag;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.RouteScope;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes and reads RTM_*ADDR: {@code struct ifaddrmsg} and IFA_* attributes of linux/if_addr.h. */
final class AddressCodec {
    private static final Logger LOG = LoggerFactory.getLogger(AddressCodec.class.getPackageName());

    private AddressCodec() {}

    /**
     * An address and its link.
     *
     * @param linkIndex the link's index
     * @param address the address
     */
    record Entry(int linkIndex, LinkAddress address) {}

    /** All addresses of both families, or those of one link; index 0 stands for all. */
    static void dump(MessageWriter writer, int family, int linkIndex) {
        writer.u8(family).u8(0).u8(0).u8(0).s32(linkIndex);
    }

    static void encode(MessageWriter writer, int linkIndex, LinkAddress address) {
        IpPrefix prefix = address.prefix();
        int flags = 0;
        for (AddressFlag flag : address.flags()) {
            flags |= flag.mask();
        }
        // The field here has room for the first eight flags only; IFA_FLAGS replaces it.
        writer.u8(prefix.isIpv4() ? AF_INET : AF_INET6)
                .u8(prefix.length())
                .u8(flags & 0xff)
                .u8(address.scope().value())
                .s32(linkIndex);
        writer.address(IFA_LOCAL, prefix.address());
        writer.address(IFA_ADDRESS, address.peer().orElse(prefix.address()));
        address.broadcast().ifPresent(broadcast -> writer.address(IFA_BROADCAST, broadcast));
        if (flags != 0) {
            writer.s32(IFA_FLAGS, flags);
        }
    }

    /**
     * Reads an address.
     *
     * @param body a message's body, in the machine's byte order
     * @return the address and its link; empty if it has no value in Java: an IPv4-mapped IPv6 address is an IPv4 address
     *     there
     * @throws MalformedMessageException if it is none
     */
    static Optional<Entry> decode(ByteBuffer body) {
        AttributeReader reader = new AttributeReader(body, IFADDRMSG_BYTES);
        int flags = Byte.toUnsignedInt(body.get(2));
        InetAddress local = null;
        InetAddress address = null;
        Optional<InetAddress> broadcast = Optional.empty();
        while (reader.next()) {
            switch (reader.type()) {
                case IFA_LOCAL -> local = reader.address();
                case IFA_ADDRESS -> address = reader.address();
                case IFA_BROADCAST -> broadcast = Optional.of(reader.address());
                case IFA_FLAGS -> flags = reader.s32();
                default -> {}
            }
        }
        try {
            return Optional.of(new Entry(body.getInt(4), address(body, local, address, broadcast, flags)));
        } catch (InvalidValueException e) {
            LOG.debug("left out an address: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static LinkAddress address(
            ByteBuffer body,
            @Nullable InetAddress local,
            @Nullable InetAddress address,
            Optional<InetAddress> broadcast,
            int flags) {
        // IPv6 sends the local address only where there is a peer.
        InetAddress own = local != null ? local : address;
        if (own == null) {
            throw new MalformedMessageException("an address message without an address");
        }
        return new LinkAddress(
                new IpPrefix(own, Byte.toUnsignedInt(body.get(1))),
                Optional.ofNullable(address).filter(peer -> !peer.equals(own)),
                broadcast,
                new RouteScope(Byte.toUnsignedInt(body.get(3))),
                AddressFlag.fromMask(flags));
    }
}
