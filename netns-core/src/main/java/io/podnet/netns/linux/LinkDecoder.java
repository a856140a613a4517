// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.LinkConstants.IFINFOMSG_BYTES;
import static io.podnet.netns.linux.LinkConstants.IFLA_ADDRESS;
import static io.podnet.netns.linux.LinkConstants.IFLA_BRPORT_MODE;
import static io.podnet.netns.linux.LinkConstants.IFLA_IFALIAS;
import static io.podnet.netns.linux.LinkConstants.IFLA_IFNAME;
import static io.podnet.netns.linux.LinkConstants.IFLA_INFO_DATA;
import static io.podnet.netns.linux.LinkConstants.IFLA_INFO_KIND;
import static io.podnet.netns.linux.LinkConstants.IFLA_INFO_SLAVE_DATA;
import static io.podnet.netns.linux.LinkConstants.IFLA_INFO_SLAVE_KIND;
import static io.podnet.netns.linux.LinkConstants.IFLA_LINK;
import static io.podnet.netns.linux.LinkConstants.IFLA_LINKINFO;
import static io.podnet.netns.linux.LinkConstants.IFLA_LINK_NETNSID;
import static io.podnet.netns.linux.LinkConstants.IFLA_MACVLAN_MODE;
import static io.podnet.netns.linux.LinkConstants.IFLA_MASTER;
import static io.podnet.netns.linux.LinkConstants.IFLA_MTU;
import static io.podnet.netns.linux.LinkConstants.IFLA_OPERSTATE;
import static io.podnet.netns.linux.LinkConstants.IFLA_PROMISCUITY;
import static io.podnet.netns.linux.LinkConstants.IFLA_STATS64;
import static io.podnet.netns.linux.LinkConstants.IFLA_TXQLEN;

import io.podnet.base.InvalidValueException;
import io.podnet.base.MacAddress;
import io.podnet.netns.Link;
import io.podnet.netns.LinkFlag;
import io.podnet.netns.LinkName;
import io.podnet.netns.OperationalState;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads RTM_NEWLINK: {@code struct ifinfomsg} of linux/rtnetlink.h and IFLA_* attributes. */
final class LinkDecoder {
    private final int index;
    private final int flags;
    private @Nullable String name;
    private Optional<MacAddress> macAddress = Optional.empty();
    private int mtu;
    private int state;
    private OptionalInt peer = OptionalInt.empty();
    private OptionalInt peerNetnsId = OptionalInt.empty();
    private OptionalInt master = OptionalInt.empty();
    private int txQueueLength;
    private int promiscuity;
    private Optional<LinkStatistics64> statistics = Optional.empty();
    private Optional<String> kind = Optional.empty();
    private Optional<MacvlanMode> macvlanMode = Optional.empty();
    private boolean hairpin;
    private Optional<String> alias = Optional.empty();

    private LinkDecoder(ByteBuffer body) {
        AttributeReader reader = new AttributeReader(body, IFINFOMSG_BYTES);
        index = body.getInt(4);
        flags = body.getInt(8);
        while (reader.next()) {
            attribute(reader);
        }
    }

    /**
     * Reads a link.
     *
     * @param body a message's body, in the machine's byte order
     * @return the link
     * @throws MalformedMessageException if it is none
     */
    static LinkDetails decode(ByteBuffer body) {
        return new LinkDecoder(body).details();
    }

    private void attribute(AttributeReader reader) {
        switch (reader.type()) {
            case IFLA_IFNAME -> name = reader.string();
            // Tunnels have addresses of 4 or 16 bytes here, tun has none.
            case IFLA_ADDRESS ->
                macAddress = reader.length() == 6 ? Optional.of(MacAddress.of(reader.bytes())) : Optional.empty();
            case IFLA_MTU -> mtu = reader.s32();
            case IFLA_OPERSTATE -> state = reader.u8();
            case IFLA_LINK -> peer = OptionalInt.of(reader.s32());
            case IFLA_LINK_NETNSID -> peerNetnsId = OptionalInt.of(reader.s32());
            case IFLA_MASTER -> master = OptionalInt.of(reader.s32());
            case IFLA_TXQLEN -> txQueueLength = reader.s32();
            case IFLA_IFALIAS -> alias = Optional.of(reader.string());
            case IFLA_PROMISCUITY -> promiscuity = reader.s32();
            case IFLA_STATS64 -> statistics = Optional.of(LinkStatistics64.decode(reader.view()));
            case IFLA_LINKINFO -> linkInfo(reader.nested());
            default -> {}
        }
    }

    private void linkInfo(AttributeReader reader) {
        String portKind = "";
        while (reader.next()) {
            switch (reader.type()) {
                // What a link is comes before its data: rtnl_link_fill() of the kernel.
                case IFLA_INFO_KIND -> kind = Optional.of(reader.string());
                case IFLA_INFO_SLAVE_KIND -> portKind = reader.string();
                case IFLA_INFO_DATA -> data(kind.orElse(""), reader.nested());
                case IFLA_INFO_SLAVE_DATA -> portData(portKind, reader.nested());
                default -> {}
            }
        }
    }

    private void data(String ofKind, AttributeReader reader) {
        while (ofKind.equals("macvlan") && reader.next()) {
            if (reader.type() == IFLA_MACVLAN_MODE) {
                macvlanMode = MacvlanMode.fromNumber(reader.s32());
            }
        }
    }

    private void portData(String portKind, AttributeReader reader) {
        while (portKind.equals("bridge") && reader.next()) {
            if (reader.type() == IFLA_BRPORT_MODE) {
                hairpin = reader.u8() == 1;
            }
        }
    }

    private LinkDetails details() {
        if (name == null) {
            throw new MalformedMessageException("link " + index + " has no name");
        }
        try {
            Link link = new Link(
                    index,
                    LinkName.of(name),
                    kind,
                    macAddress,
                    mtu,
                    LinkFlag.fromMask(flags),
                    OperationalState.fromNumber(state),
                    peer(),
                    peerNetnsId,
                    master);
            return new LinkDetails(link, statistics, txQueueLength, promiscuity, macvlanMode, hairpin, alias);
        } catch (InvalidValueException e) {
            throw new MalformedMessageException("link " + index + ": " + e.getMessage());
        }
    }

    /** A link that is tied to none says so by 0 or by its own number. */
    private OptionalInt peer() {
        boolean own = peer.orElse(0) == index && peerNetnsId.isEmpty();
        return own || peer.orElse(0) == 0 ? OptionalInt.empty() : peer;
    }
}
