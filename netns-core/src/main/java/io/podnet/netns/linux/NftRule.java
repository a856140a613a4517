// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A rule of nftables, as far as it can be found by.
 *
 * @param handle its number in its table, by which it is deleted
 * @param target the chain that it jumps to; empty if it jumps nowhere
 * @param constants what it compares packets with: addresses, ports and others, in network byte order
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record NftRule(long handle, Optional<String> target, List<ByteBuffer> constants) {
    /**
     * Tells whether the rule looks for an address, as the packet's source or destination.
     *
     * @param address the whole address, no prefix
     * @return true if one of the constants is it
     */
    public boolean names(InetAddress address) {
        return constants.contains(ByteBuffer.wrap(address.getAddress()));
    }
}
