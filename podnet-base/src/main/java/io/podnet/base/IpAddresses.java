// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apiguardian.api.API;

/**
 * Reads and prints IP addresses as Go's {@code net} package does, which all CNI plugins use: literals only (never a name
 * that would be looked up), no leading zeros, RFC 5952 text.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class IpAddresses {
    private static final int IPV6_GROUPS = 8;

    private IpAddresses() {}

    /**
     * Reads an IPv4 or IPv6 literal.
     *
     * <p>An IPv4-mapped literal such as {@code ::ffff:10.0.0.1} becomes the IPv4 address. A zone ({@code %eth0}) is
     * refused: it has no meaning in another namespace.
     *
     * @param text the literal, without brackets
     * @return the address
     * @throws InvalidValueException if it is none
     */
    public static InetAddress parse(String text) {
        return parse("IP address", text);
    }

    /**
     * Reads an IPv4 or IPv6 literal on behalf of a field.
     *
     * @param field what the address is for; named in the exception
     * @param text the literal, without brackets
     * @return the address
     * @throws InvalidValueException if it is none
     */
    public static InetAddress parse(String field, String text) {
        byte[] bytes = text.indexOf(':') >= 0 ? parse6(text) : parse4(text);
        if (bytes.length == 0) {
            throw new InvalidValueException(field, text, "not an IP address");
        }
        return of(bytes);
    }

    /**
     * Makes an address of its bytes.
     *
     * @param bytes 4 or 16 bytes in network order
     * @return the address
     * @throws InvalidValueException if there are not 4 or 16 of them
     */
    public static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new InvalidValueException("IP address", bytes.length + " bytes", "must have 4 or 16 bytes", e);
        }
    }

    /**
     * Tells the family of an address.
     *
     * @param address an address
     * @return true for IPv4
     */
    public static boolean isIpv4(InetAddress address) {
        return address instanceof Inet4Address;
    }

    /**
     * Prints an address as Go does: dotted decimals, or the shortest lower-case form of RFC 5952.
     *
     * @param address an address
     * @return its canonical text
     */
    public static String format(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
        }
        int[] groups = new int[IPV6_GROUPS];
        for (int i = 0; i < IPV6_GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        return format6(groups);
    }

    private static String format6(int[] groups) {
        // RFC 5952, 4.2: shorten the longest run of two or more zero groups, the first one if there are several.
        int start = -1;
        int length = 1;
        for (int i = 0; i < IPV6_GROUPS; i++) {
            int end = i;
            while (end < IPV6_GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < IPV6_GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (i > 0 && i != start + length) {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static byte[] parse4(String text) {
        byte[] bytes = new byte[4];
        int part = 0;
        int value = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            if (c == '.') {
                if (value < 0 || part == 4) {
                    return new byte[0];
                }
                bytes[part++] = (byte) value;
                value = -1;
            } else if (c >= '0' && c <= '9' && value != 0) {
                // value 0 followed by a digit is a leading zero, which some read as octal: refused, as Go does.
                value = Math.max(value, 0) * 10 + (c - '0');
                if (value > 255) {
                    return new byte[0];
                }
            } else {
                return new byte[0];
            }
        }
        return part == 4 ? bytes : new byte[0];
    }

    private static byte[] parse6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return new byte[0];
        }
        byte[] head = groups(gap >= 0 ? text.substring(0, gap) : text, gap < 0);
        byte[] tail = gap >= 0 ? groups(text.substring(gap + 2), true) : new byte[0];
        if (head == NONE || tail == NONE) {
            return new byte[0];
        }
        int length = head.length + tail.length;
        if (gap >= 0 ? length > 14 : length != 16) {
            return new byte[0];
        }
        byte[] bytes = new byte[16];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
        return bytes;
    }

    private static final byte[] NONE = new byte[0];

    private static byte[] groups(String text, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        boolean dotted = parts[parts.length - 1].indexOf('.') >= 0;
        if ((dotted && !mayEndInIpv4) || parts.length > IPV6_GROUPS) {
            return NONE;
        }
        byte[] bytes = new byte[2 * parts.length + (dotted ? 2 : 0)];
        for (int i = 0; i < parts.length; i++) {
            if (dotted && i == parts.length - 1) {
                byte[] ipv4 = parse4(parts[i]);
                if (ipv4.length == 0) {
                    return NONE;
                }
                System.arraycopy(ipv4, 0, bytes, 2 * i, 4);
            } else {
                int value = group(parts[i]);
                if (value < 0) {
                    return NONE;
                }
                bytes[2 * i] = (byte) (value >> 8);
                bytes[2 * i + 1] = (byte) value;
            }
        }
        return bytes;
    }

    private static int group(String text) {
        if (text.isEmpty() || text.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Character.digit would take digits of other scripts too.
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
