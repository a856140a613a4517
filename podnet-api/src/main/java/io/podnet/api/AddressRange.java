// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * Addresses that follow one another.
 *
 * @param first the first one
 * @param last the last one
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record AddressRange(InetAddress first, InetAddress last) {
    /**
     * Checks the order.
     *
     * @param first the first one
     * @param last the last one
     * @throws PodException ({@code network-invalid}) if the last comes before the first, or is of the other family
     */
    public AddressRange {
        if (IpAddresses.isIpv4(first) != IpAddresses.isIpv4(last)
                || Arrays.compareUnsigned(first.getAddress(), last.getAddress()) > 0) {
            throw new PodException(
                    "network-invalid",
                    "address range " + IpAddresses.format(first) + " to " + IpAddresses.format(last)
                            + " ends before it starts");
        }
    }

    /**
     * Makes the range that podman makes of a prefix: all of its addresses but the first, and the only one of a prefix
     * that has no more.
     *
     * @param prefix a prefix
     * @return the range
     */
    public static AddressRange of(IpPrefix prefix) {
        byte[] network = prefix.network().address().getAddress();
        int bits = 8 * network.length;
        BigInteger start = new BigInteger(1, network);
        BigInteger size = BigInteger.ONE.shiftLeft(bits - prefix.length());
        BigInteger first = prefix.length() == bits ? start : start.add(BigInteger.ONE);
        return new AddressRange(
                address(first, network.length), address(start.add(size).subtract(BigInteger.ONE), network.length));
    }

    private static InetAddress address(BigInteger value, int length) {
        byte[] digits = value.toByteArray();
        byte[] bytes = new byte[length];
        // toByteArray puts a sign byte in front where the highest bit is set.
        int count = Math.min(digits.length, length);
        System.arraycopy(digits, digits.length - count, bytes, length - count, count);
        return IpAddresses.of(bytes);
    }

    /**
     * Prints both ends.
     *
     * @return such as {@code 10.91.5.1-10.91.5.255}
     */
    @Override
    public String toString() {
        return IpAddresses.format(first) + "-" + IpAddresses.format(last);
    }
}
