// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.InvalidValueException;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * How a pod resolves names; what is empty is left to its networks and to the host.
 *
 * @param servers the servers to ask
 * @param searches the domains to search; a single dot for none at all
 * @param options resolver options, such as {@code ndots:2}
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record DnsSettings(List<InetAddress> servers, List<String> searches, List<String> options) {
    /** What a word of resolv.conf may be: a blank or a line's end would make two of it. */
    private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e]+");

    /**
     * Copies the lists and checks their words.
     *
     * @param servers the servers to ask
     * @param searches the domains to search
     * @param options resolver options
     * @throws InvalidValueException if a resolv.conf cannot hold one of them
     */
    public DnsSettings {
        servers = List.copyOf(servers);
        searches = List.copyOf(searches);
        options = List.copyOf(options);
        searches.forEach(each -> check("DNS search domain", each));
        options.forEach(each -> check("DNS option", each));
        if (searches.size() > 1 && searches.contains(".")) {
            throw new InvalidValueException(
                    "DNS search domain", ".", "cannot pass additional search domains when also specifying '.'");
        }
    }

    private static void check(String field, String word) {
        if (!WORD.matcher(word).matches()) {
            throw new InvalidValueException(field, word, "must be one word of ASCII letters and marks");
        }
    }

    /**
     * Leaves everything to the networks and to the host.
     *
     * @return the settings
     */
    public static DnsSettings none() {
        return new DnsSettings(List.of(), List.of(), List.of());
    }

    /**
     * Tells whether everything is left to the networks and to the host.
     *
     * @return true if nothing is set
     */
    public boolean isEmpty() {
        return servers.isEmpty() && searches.isEmpty() && options.isEmpty();
    }
}
