// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.AF_INET;
import static io.podnet.netns.linux.NetlinkConstants.AF_INET6;
import static io.podnet.netns.linux.NetlinkConstants.AF_UNSPEC;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_CREATE;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_EXCL;
import static io.podnet.netns.linux.RouteConstants.RTM_DELADDR;
import static io.podnet.netns.linux.RouteConstants.RTM_GETADDR;
import static io.podnet.netns.linux.RouteConstants.RTM_NEWADDR;

import io.podnet.netns.LinkAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * Reads and changes the addresses of a namespace's links; {@link RtNetlink#addresses()} gives it, and says which threads
 * and privileges it takes.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class AddressRequests {
    private final NetlinkConversation kernel;

    AddressRequests(NetlinkConversation kernel) {
        this.kernel = kernel;
    }

    /**
     * Lists all addresses.
     *
     * @return the addresses by link index, each link's in the kernel's order; links without any are not in it
     * @throws NativeException if the kernel refuses
     */
    public Map<Integer, List<LinkAddress>> list() {
        Map<Integer, List<LinkAddress>> byLink = new TreeMap<>();
        for (AddressCodec.Entry entry : dump(AF_UNSPEC, 0)) {
            byLink.computeIfAbsent(entry.linkIndex(), index -> new ArrayList<>())
                    .add(entry.address());
        }
        return byLink;
    }

    /**
     * Lists the addresses of one link.
     *
     * @param linkIndex the link's index
     * @return its addresses in the kernel's order
     * @throws NativeException ENODEV if there is no such link
     */
    public List<LinkAddress> list(int linkIndex) {
        return list(AF_UNSPEC, linkIndex);
    }

    /**
     * Lists the IPv4 addresses of one link. Since Linux 6.9 this does not wait for those who change links, as
     * {@link #list(int)} does.
     *
     * @param linkIndex the link's index
     * @return its addresses in the kernel's order
     * @throws NativeException ENODEV if there is no such link
     */
    public List<LinkAddress> listIpv4(int linkIndex) {
        return list(AF_INET, linkIndex);
    }

    /**
     * Lists the IPv6 addresses of one link. Since Linux 6.9 this does not wait for those who change links.
     *
     * @param linkIndex the link's index
     * @return its addresses in the kernel's order
     * @throws NativeException ENODEV if there is no such link
     */
    public List<LinkAddress> listIpv6(int linkIndex) {
        return list(AF_INET6, linkIndex);
    }

    /**
     * Gives a link an address.
     *
     * @param linkIndex the link's index
     * @param address the address
     * @throws NativeException EEXIST if it has it, ENODEV if there is no such link
     */
    public void add(int linkIndex, LinkAddress address) {
        kernel.order(new NetlinkRequest(
                "RTM_NEWADDR",
                RTM_NEWADDR,
                NLM_F_CREATE | NLM_F_EXCL,
                address.prefix() + " on link " + linkIndex,
                writer -> AddressCodec.encode(writer, linkIndex, address)));
    }

    /**
     * Takes an address from a link. For IPv4, the kernel takes those of the same network that came later with it, unless
     * {@code net.ipv4.conf.*.promote_secondaries} is set.
     *
     * @param linkIndex the link's index
     * @param address the address
     * @throws NativeException EADDRNOTAVAIL if the link has no such address, ENODEV if there is no such link
     */
    public void remove(int linkIndex, LinkAddress address) {
        kernel.order(new NetlinkRequest(
                "RTM_DELADDR",
                RTM_DELADDR,
                address.prefix() + " on link " + linkIndex,
                writer -> AddressCodec.encode(writer, linkIndex, address)));
    }

    private List<LinkAddress> list(int family, int linkIndex) {
        return dump(family, linkIndex).stream()
                // A kernel before 4.20 gives them all.
                .filter(entry -> entry.linkIndex() == linkIndex)
                // Without IPv6, the kernel takes the question for one about all families.
                .filter(entry -> family == AF_UNSPEC || entry.address().prefix().isIpv4() == (family == AF_INET))
                .map(AddressCodec.Entry::address)
                .toList();
    }

    private List<AddressCodec.Entry> dump(int family, int linkIndex) {
        NetlinkRequest request = new NetlinkRequest(
                "RTM_GETADDR",
                RTM_GETADDR,
                linkIndex == 0 ? "all" : "link " + linkIndex,
                writer -> AddressCodec.dump(writer, family, linkIndex));
        return kernel.dump(
                request,
                message -> message.type() == RTM_NEWADDR ? AddressCodec.decode(message.body()) : Optional.empty());
    }
}
