// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import java.util.HexFormat;
import org.apiguardian.api.API;

/**
 * A change of one element of a set or map of nftables.
 *
 * @param isNew true to make it, where it must not be there yet; false to remove it, where it must be there
 * @param table the table
 * @param set the set or map
 * @param key the element's key as the kernel has it: in network byte order, each part of a concatenation filled up with zeros
 *     to a multiple of 4 bytes
 * @param data what a map gives for it, laid out as keys are; empty for a set, and for one that is removed
 * @param comment its comment, at most {@value #LONGEST_COMMENT} bytes; empty for none, and for one that is removed
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@SuppressWarnings("ArrayRecordComponent") // nobody compares changes
public record NftChange(boolean isNew, String table, String set, byte[] key, byte[] data, String comment) {
    /** How long a comment may be: NFTNL_UDATA_COMMENT_MAXLEN of nft, which counts its terminating zero. */
    public static final int LONGEST_COMMENT = 127;

    /**
     * Makes an element.
     *
     * @param table the table
     * @param set the set or map
     * @param key its key
     * @param data what a map gives for it; empty for a set
     * @param comment its comment; empty for none
     * @return the change
     */
    public static NftChange create(String table, String set, byte[] key, byte[] data, String comment) {
        return new NftChange(true, table, set, key, data, comment);
    }

    /**
     * Removes an element.
     *
     * @param table the table
     * @param set the set or map
     * @param key its key
     * @return the change
     */
    public static NftChange delete(String table, String set, byte[] key) {
        return new NftChange(false, table, set, key, new byte[0], "");
    }

    @Override
    public String toString() {
        return table + " " + set + " " + HexFormat.of().formatHex(key);
    }
}
