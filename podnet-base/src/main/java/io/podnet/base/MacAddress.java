// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * A 48-bit Ethernet address.
 *
 * @param value the address as a number, the first byte the most significant one
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record MacAddress(long value) {
    private static final int BYTES = 6;
    private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{2}([:-])(?:[0-9a-fA-F]{2}\\1){4}[0-9a-fA-F]{2}");

    /**
     * Checks the parts against each other.
     *
     * @param value the address as a number, the first byte the most significant one
     * @throws InvalidValueException if it has more than 48 bits
     */
    public MacAddress {
        if (value < 0 || value >= 1L << 48) {
            throw new InvalidValueException("MAC address", Long.toHexString(value), "has more than 48 bits");
        }
    }

    /**
     * Reads six pairs of hex digits with colons or dashes between them.
     *
     * @param text such as {@code 02:00:5e:00:53:01}
     * @return the address
     * @throws InvalidValueException if it is none
     */
    public static MacAddress parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new InvalidValueException("MAC address", text, "want six pairs of hex digits, as 02:00:5e:00:53:01");
        }
        return new MacAddress(Long.parseLong(text.replaceAll("[:-]", ""), 16));
    }

    /**
     * Makes an address of its bytes.
     *
     * @param bytes six bytes
     * @return the address
     * @throws InvalidValueException if there are not six of them
     */
    public static MacAddress of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new InvalidValueException("MAC address", bytes.length + " bytes", "must have 6 bytes");
        }
        long value = 0;
        for (byte each : bytes) {
            value = value << 8 | (each & 0xff);
        }
        return new MacAddress(value);
    }

    /**
     * Gives the bytes in the order in which they are sent.
     *
     * @return six bytes, the caller's own
     */
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = (byte) (value >> (8 * (BYTES - 1 - i)));
        }
        return bytes;
    }

    /**
     * Tells whether the address names one station, as an interface's own address must.
     *
     * @return true unless it is a multicast address or all zero
     */
    public boolean isUnicast() {
        return ((value >> 40) & 1) == 0 && value != 0;
    }

    /**
     * Prints lower-case pairs with colons.
     *
     * @return text that {@link #parse(String)} reads back
     */
    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(toBytes());
    }
}
