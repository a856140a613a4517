// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.base.MacAddress;
import io.podnet.netns.LinkName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Asks for one thing of a link by ioctl(2), netdevice(7). RTM_GETLINK waits for the lock that whoever changes any link of any
 * namespace holds, and the kernel itself while a new link's first packets go to all ports of a bridge: milliseconds. These
 * questions take no such lock (dev_ioctl() of dev_ioctl.c).
 */
final class LinkGlances {
    // linux/sockios.h
    private static final long SIOCGIFNAME = 0x8910;
    private static final long SIOCGIFHWADDR = 0x8927;

    // struct ifreq of linux/if.h: a name, and what is asked, of which a struct ifmap is the longest.
    private static final int IFNAMSIZ = 16;
    private static final int IFREQ_BYTES = 40;

    private static final short ARPHRD_ETHER = 1;
    private static final int ETH_ALEN = 6;

    private final NetlinkConversation kernel;

    LinkGlances(NetlinkConversation kernel) {
        this.kernel = kernel;
    }

    Optional<LinkName> name(int index) {
        ByteBuffer request = request().putInt(IFNAMSIZ, index);
        try {
            kernel.control("SIOCGIFNAME", "link " + index, SIOCGIFNAME, request);
        } catch (NativeException e) {
            if (e.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw e;
        }
        int length = 0;
        while (length < IFNAMSIZ && request.get(length) != 0) {
            length++;
        }
        byte[] name = new byte[length];
        request.get(0, name);
        return Optional.of(LinkName.of(new String(name, StandardCharsets.UTF_8)));
    }

    Optional<MacAddress> macAddress(LinkName link) {
        ByteBuffer answer = request().put(0, link.value().getBytes(StandardCharsets.UTF_8));
        kernel.control("SIOCGIFHWADDR", link.value(), SIOCGIFHWADDR, answer);
        if (answer.getShort(IFNAMSIZ) != ARPHRD_ETHER) {
            return Optional.empty();
        }
        byte[] address = new byte[ETH_ALEN];
        answer.get(IFNAMSIZ + Short.BYTES, address);
        return Optional.of(MacAddress.of(address));
    }

    private static ByteBuffer request() {
        return ByteBuffer.allocateDirect(IFREQ_BYTES).order(ByteOrder.nativeOrder());
    }
}
