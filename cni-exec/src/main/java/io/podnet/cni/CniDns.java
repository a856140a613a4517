// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Name resolution as a plugin reports it: what would stand in resolv.conf(5).
 *
 * @param nameservers addresses of name servers, in order of use; texts, as plugins need not check them
 * @param domain the local domain; may be empty
 * @param search domains to try for short names, in order
 * @param options options of the resolver
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CniDns(List<String> nameservers, String domain, List<String> search, List<String> options) {
    /** Nothing at all. */
    public static final CniDns EMPTY = new CniDns(List.of(), "", List.of(), List.of());

    /**
     * Copies the lists.
     *
     * @param nameservers addresses of name servers
     * @param domain the local domain; may be empty
     * @param search domains to try for short names
     * @param options options of the resolver
     */
    public CniDns {
        nameservers = List.copyOf(nameservers);
        search = List.copyOf(search);
        options = List.copyOf(options);
    }

    /**
     * Tells whether there is anything in here.
     *
     * @return true if there is nothing
     */
    public boolean isEmpty() {
        return equals(EMPTY);
    }
}
