// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.net.InetAddress;
import org.apiguardian.api.API;

/**
 * An address with a prefix length, such as {@code 10.1.2.3/24}. Host bits are kept, as CNI results need them;
 * {@link #network()} clears them.
 *
 * @param address the address
 * @param length the prefix length in bits: 0 to 32, or 0 to 128
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record IpPrefix(InetAddress address, int length) {
    /**
     * Checks the parts against each other.
     *
     * @param address the address
     * @param length the prefix length in bits: 0 to 32, or 0 to 128
     * @throws InvalidValueException if the length does not fit the address
     */
    public IpPrefix {
        if (length < 0 || length > 8 * address.getAddress().length) {
            throw new InvalidValueException(
                    "prefix length",
                    length,
                    "must be 0 to " + 8 * address.getAddress().length + " for " + IpAddresses.format(address));
        }
    }

    /**
     * Reads {@code ADDRESS/LENGTH}.
     *
     * @param text such as {@code 10.1.2.3/24} or {@code fd00::1/64}
     * @return the prefix, host bits kept
     * @throws InvalidValueException if it is none
     */
    public static IpPrefix parse(String text) {
        return parse("CIDR", text);
    }

    /**
     * Reads {@code ADDRESS/LENGTH} on behalf of a field.
     *
     * @param field what the prefix is for; named in the exception
     * @param text such as {@code 10.1.2.3/24} or {@code fd00::1/64}
     * @return the prefix, host bits kept
     * @throws InvalidValueException if it is none
     */
    public static IpPrefix parse(String field, String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new InvalidValueException(field, text, "has no prefix length, such as \"/24\"");
        }
        int length = bits(text.substring(slash + 1));
        if (length < 0) {
            throw new InvalidValueException(field, text, "the prefix length is not a number of bits");
        }
        InetAddress address;
        try {
            address = IpAddresses.parse(text.substring(0, slash));
        } catch (InvalidValueException e) {
            throw new InvalidValueException(field, text, e.getMessage(), e);
        }
        // An IPv4-mapped literal counts its prefix from the IPv6 side.
        boolean mapped = text.indexOf(':') >= 0 && IpAddresses.isIpv4(address);
        int bits = mapped ? length - 96 : length;
        if (bits < 0 || bits > 8 * address.getAddress().length) {
            throw new InvalidValueException(field, text, "the prefix length does not fit the address");
        }
        return new IpPrefix(address, bits);
    }

    // One to three digits, no leading zero; -1 for anything else.
    private static int bits(String digits) {
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || (i > 0 && value == 0)) {
                return -1;
            }
            value = 10 * value + (c - '0');
        }
        return digits.isEmpty() || digits.length() > 3 ? -1 : value;
    }

    // The bits of a byte that belong to the network.
    private int mask(int index) {
        int left = Math.min(Math.max(length - 8 * index, 0), 8);
        return 0xff00 >> left & 0xff;
    }

    /**
     * Tells the family.
     *
     * @return true for IPv4
     */
    public boolean isIpv4() {
        return IpAddresses.isIpv4(address);
    }

    /**
     * Clears the host bits.
     *
     * @return the network's prefix
     */
    public IpPrefix network() {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] &= (byte) mask(i);
        }
        return new IpPrefix(IpAddresses.of(bytes), length);
    }

    /**
     * Sets the host bits: the network's last address, which is the broadcast address in most of IPv4.
     *
     * @return the address
     */
    public InetAddress last() {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] |= (byte) ~mask(i);
        }
        return IpAddresses.of(bytes);
    }

    /**
     * Tells whether an address lies in this network.
     *
     * @param other an address
     * @return false if it lies outside or is of the other family
     */
    public boolean contains(InetAddress other) {
        byte[] own = address.getAddress();
        byte[] others = other.getAddress();
        boolean same = own.length == others.length;
        for (int i = 0; same && i < own.length; i++) {
            same = ((own[i] ^ others[i]) & mask(i)) == 0;
        }
        return same;
    }

    /**
     * Tells whether two networks share addresses.
     *
     * @param other a prefix
     * @return false if they are apart or of different families
     */
    public boolean overlaps(IpPrefix other) {
        return length <= other.length ? contains(other.address) : other.contains(address);
    }

    /**
     * Prints {@code ADDRESS/LENGTH} in its canonical form.
     *
     * @return text that {@link #parse(String)} reads back
     */
    @Override
    public String toString() {
        return IpAddresses.format(address) + "/" + length;
    }
}
