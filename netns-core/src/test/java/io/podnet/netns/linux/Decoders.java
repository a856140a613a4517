// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.base.Protocol;
import java.nio.ByteBuffer;
import java.util.List;

/** All that the kernel's bytes go through. */
final class Decoders {
    static final List<Integer> TYPES = List.of(
            NetlinkConstants.NLMSG_ERROR,
            NetlinkConstants.NLMSG_DONE,
            LinkConstants.RTM_NEWLINK,
            RouteConstants.RTM_NEWADDR,
            RouteConstants.RTM_NEWROUTE,
            NeighbourConstants.RTM_NEWNEIGH,
            TrafficConstants.RTM_NEWQDISC,
            TrafficConstants.RTM_NEWTFILTER,
            NetfilterConstants.NFT_MSG_NEWCHAIN,
            NetfilterConstants.NFT_MSG_NEWRULE,
            NetfilterConstants.NFT_MSG_NEWSETELEM,
            NetfilterConstants.NFT_MSG_NEWGEN,
            NetfilterConstants.IPCTNL_MSG_CT_NEW,
            LinkConstants.RTM_GETNSID);

    private Decoders() {}

    /** Reads a datagram; false if it or a message in it is malformed. Anything else that is thrown is a bug. */
    static boolean decodes(ByteBuffer datagram) {
        try {
            boolean all = true;
            for (NetlinkMessage message : NetlinkMessage.split(datagram)) {
                all &= decodes(message);
            }
            return all;
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    static boolean decodes(NetlinkMessage message) {
        try {
            switch (message.type()) {
                case NetlinkConstants.NLMSG_ERROR, NetlinkConstants.NLMSG_DONE -> Acknowledgement.of(message);
                case LinkConstants.RTM_NEWLINK -> LinkDecoder.decode(message.body());
                case RouteConstants.RTM_NEWADDR -> AddressCodec.decode(message.body());
                case RouteConstants.RTM_NEWROUTE -> RouteDecoder.decode(message.body());
                case NeighbourConstants.RTM_NEWNEIGH -> {
                    NeighbourRequests.decode(message.body(), 1);
                    NeighbourRequests.decodeBehindPort(message.body(), 1);
                }
                case TrafficConstants.RTM_NEWQDISC -> TrafficCodec.qdisc(message.body(), 1);
                case TrafficConstants.RTM_NEWTFILTER -> TrafficCodec.redirection(message.body(), 1);
                case NetfilterConstants.NFT_MSG_NEWCHAIN -> NftDecoder.chain(message.body());
                case NetfilterConstants.NFT_MSG_NEWRULE -> NftDecoder.rule(message.body(), "c");
                case NetfilterConstants.NFT_MSG_NEWSETELEM -> NftDecoder.element(message.body());
                case NetfilterConstants.NFT_MSG_NEWGEN -> NftDecoder.generation(message.body());
                case NetfilterConstants.IPCTNL_MSG_CT_NEW -> ConnectionDecoder.decode(message.body(), Protocol.UDP);
                default -> RtNetlink.netnsId(message);
            }
            return true;
        } catch (MalformedMessageException e) {
            return false;
        }
    }
}
