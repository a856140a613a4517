// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NeighbourConstants.NDA_DST;
import static io.podnet.netns.linux.NeighbourConstants.NDA_IFINDEX;
import static io.podnet.netns.linux.NeighbourConstants.NDA_LLADDR;
import static io.podnet.netns.linux.NeighbourConstants.NDMSG_BYTES;
import static io.podnet.netns.linux.NeighbourConstants.NTF_MASTER;
import static io.podnet.netns.linux.NeighbourConstants.NTF_SELF;
import static io.podnet.netns.linux.NeighbourConstants.NUD_NOARP;
import static io.podnet.netns.linux.NeighbourConstants.NUD_PERMANENT;
import static io.podnet.netns.linux.NeighbourConstants.RTM_DELNEIGH;
import static io.podnet.netns.linux.NeighbourConstants.RTM_GETNEIGH;
import static io.podnet.netns.linux.NeighbourConstants.RTM_NEWNEIGH;
import static io.podnet.netns.linux.NetlinkConstants.AF_BRIDGE;
import static io.podnet.netns.linux.NetlinkConstants.AF_INET;
import static io.podnet.netns.linux.NetlinkConstants.AF_INET6;
import static io.podnet.netns.linux.NetlinkConstants.AF_UNSPEC;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_CREATE;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_REPLACE;

import io.podnet.base.IpAddresses;
import io.podnet.base.MacAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/**
 * Reads and changes what the namespace knows of its neighbours, ip-neighbour(8), and what a bridge knows of those behind
 * its ports, bridge(8); {@link RtNetlink#neighbours()} gives it, and says which threads and privileges it takes.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NeighbourRequests {
    private final NetlinkConversation kernel;

    NeighbourRequests(NetlinkConversation kernel) {
        this.kernel = kernel;
    }

    /**
     * Lists the neighbours that a link leads to.
     *
     * @param link the link's index
     * @return the neighbours, multicast addresses and other inventions of the kernel left out
     * @throws NativeException if the kernel refuses
     */
    public List<Neighbour> list(int link) {
        NetlinkRequest request = new NetlinkRequest("RTM_GETNEIGH", RTM_GETNEIGH, "link " + link, writer -> {
            header(writer, AF_UNSPEC, 0, 0, 0);
            writer.s32(NDA_IFINDEX, link);
        });
        return kernel.dump(
                request, message -> message.type() == RTM_NEWNEIGH ? decode(message.body(), link) : Optional.empty());
    }

    /**
     * Says who has an address, for good; whatever was known of it is forgotten.
     *
     * @param link the link's index
     * @param address the address
     * @param mac who has it
     * @throws NativeException ENODEV if there is no such link
     */
    public void set(int link, InetAddress address, MacAddress mac) {
        kernel.order(new NetlinkRequest(
                "RTM_NEWNEIGH",
                RTM_NEWNEIGH,
                NLM_F_CREATE | NLM_F_REPLACE,
                IpAddresses.format(address) + " is " + mac + " on link " + link,
                writer -> {
                    header(writer, family(address), link, NUD_PERMANENT, 0);
                    writer.address(NDA_DST, address).bytes(NDA_LLADDR, mac.toBytes());
                }));
    }

    /**
     * Forgets who has an address, so that the next packet asks anew.
     *
     * @param link the link's index
     * @param address the address
     * @return false if nothing was known of it
     * @throws NativeException ENODEV if there is no such link
     */
    public boolean forget(int link, InetAddress address) {
        return remove(IpAddresses.format(address) + " on link " + link, writer -> {
            header(writer, family(address), link, 0, 0);
            writer.address(NDA_DST, address);
        });
    }

    /**
     * Tells a bridge that somebody is behind a port, for good, so that it need not learn it.
     *
     * @param port the port's index
     * @param mac who is there
     * @throws NativeException ENODEV if there is no such link; EINVAL or EOPNOTSUPP if it is no port of a bridge
     */
    public void setBehindPort(int port, MacAddress mac) {
        kernel.order(new NetlinkRequest(
                "RTM_NEWNEIGH",
                RTM_NEWNEIGH,
                NLM_F_CREATE | NLM_F_REPLACE,
                mac + " behind link " + port,
                writer -> behindPort(writer, port, mac, NUD_NOARP)));
    }

    /**
     * Lets a bridge forget that somebody is behind a port.
     *
     * @param port the port's index
     * @param mac who was there
     * @return false if the bridge did not know
     * @throws NativeException ENODEV if there is no such link
     */
    public boolean forgetBehindPort(int port, MacAddress mac) {
        return remove(mac + " behind link " + port, writer -> behindPort(writer, port, mac, 0));
    }

    /**
     * Lists whom a bridge knows to be behind a port, itself included.
     *
     * @param port the port's index
     * @return their Ethernet addresses
     * @throws NativeException if the kernel refuses
     */
    public List<MacAddress> behindPort(int port) {
        NetlinkRequest request = new NetlinkRequest("RTM_GETNEIGH", RTM_GETNEIGH, "behind link " + port, writer -> {
            header(writer, AF_BRIDGE, 0, 0, 0);
            writer.s32(NDA_IFINDEX, port);
        });
        return kernel
                .dump(
                        request,
                        message -> message.type() == RTM_NEWNEIGH
                                ? decodeBehindPort(message.body(), port)
                                : Optional.<MacAddress>empty())
                .stream()
                .distinct()
                .toList();
    }

    private boolean remove(String subject, Consumer<MessageWriter> body) {
        try {
            // The verdict is the answer: not among others that go together.
            kernel.request(
                    new NetlinkRequest("RTM_DELNEIGH", RTM_DELNEIGH, subject, body), message -> Optional.empty());
            return true;
        } catch (NativeException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    private static void behindPort(MessageWriter writer, int port, MacAddress mac, int state) {
        header(writer, AF_BRIDGE, port, state, NTF_MASTER);
        writer.bytes(NDA_LLADDR, mac.toBytes());
    }

    static Optional<Neighbour> decode(ByteBuffer body, int link) {
        AttributeReader reader = new AttributeReader(body, NDMSG_BYTES);
        int family = Byte.toUnsignedInt(body.get(0));
        int state = Short.toUnsignedInt(body.getShort(8));
        if (body.getInt(4) != link || (family != AF_INET && family != AF_INET6) || (state & NUD_NOARP) != 0) {
            return Optional.empty();
        }
        Optional<InetAddress> address = Optional.empty();
        Optional<MacAddress> mac = Optional.empty();
        while (reader.next()) {
            switch (reader.type()) {
                case NDA_DST -> address = Optional.of(reader.address());
                case NDA_LLADDR -> mac = mac(reader);
                default -> {}
            }
        }
        Optional<MacAddress> who = mac;
        return address.map(each -> new Neighbour(link, each, who, (state & NUD_PERMANENT) != 0));
    }

    static Optional<MacAddress> decodeBehindPort(ByteBuffer body, int port) {
        AttributeReader reader = new AttributeReader(body, NDMSG_BYTES);
        // Those with NTF_SELF are what the port itself listens to, such as multicast.
        if (body.getInt(4) != port || Byte.toUnsignedInt(body.get(0)) != AF_BRIDGE || (body.get(10) & NTF_SELF) != 0) {
            return Optional.empty();
        }
        Optional<MacAddress> mac = Optional.empty();
        while (reader.next()) {
            if (reader.type() == NDA_LLADDR) {
                mac = mac(reader);
            }
        }
        return mac;
    }

    private static Optional<MacAddress> mac(AttributeReader reader) {
        // Tunnels have addresses of other lengths.
        return reader.length() == 6 ? Optional.of(MacAddress.of(reader.bytes())) : Optional.empty();
    }

    private static int family(InetAddress address) {
        return IpAddresses.isIpv4(address) ? AF_INET : AF_INET6;
    }

    private static void header(MessageWriter writer, int family, int link, int state, int flags) {
        writer.u8(family).u8(0).u16(0).s32(link).u16(state).u8(flags).u8(0);
    }
}
