// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.netns.NetnsException;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * Says that nftables commands were refused, all of them: nothing has changed.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NftablesException extends NetnsException {
    private static final long serialVersionUID = 1L;

    private static final int EXCERPT = 200;

    /** The library's own words. */
    private final String errors;

    NftablesException(String commands, String errors) {
        super("netns-nftables", "nft(" + excerpt(commands) + "): " + summary(errors));
        this.errors = errors;
    }

    /**
     * Gives all that the library said, with the places in the commands that it means.
     *
     * @return the text, of several lines
     */
    public String errors() {
        return errors;
    }

    /** The lines that say what is wrong; those between them repeat the command and point at a part of it. */
    private static String summary(String errors) {
        String summary = errors.lines()
                .filter(line -> line.contains("Error:"))
                .map(line -> line.substring(line.indexOf("Error:") + "Error:".length())
                        .strip())
                .distinct()
                .collect(Collectors.joining("; "));
        return summary.isEmpty() ? errors.strip().replace('\n', ' ') : summary;
    }

    private static String excerpt(String commands) {
        String line = commands.strip().replaceAll("\\s+", " ");
        return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "...";
    }
}
