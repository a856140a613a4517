// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import io.podnet.base.IpPrefix;
import io.podnet.inspect.internal.Copies;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * An address beyond the first one of its family.
 *
 * @param address the address as text
 * @param prefixLength its prefix length in bits
 * @param notation how the document spells it; kept when it is written again
 * @param unknown fields that this version does not know, in the order of the document
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Address(String address, int prefixLength, Notation notation, Map<String, JsonText> unknown) {
    /**
     * The ways in which documents spell an address.
     *
     * @since 0.1
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public enum Notation {
        /** {@code {"Addr":"10.0.0.2","PrefixLength":24}}, podman's since 4.0. */
        PODMAN,
        /** {@code {"Addr":"10.0.0.2","PrefixLen":24}}, docker's. */
        DOCKER,
        /** {@code "10.0.0.2/24"}, podman's before 4.0. */
        TEXT
    }

    /**
     * Copies the map.
     *
     * @param address the address as text
     * @param prefixLength its prefix length in bits
     * @param notation how the document spells it
     * @param unknown fields that this version does not know
     */
    public Address {
        unknown = Copies.ordered(unknown);
    }

    /**
     * Makes an address as podman 4 spells it.
     *
     * @param prefix the address with its prefix length
     * @return the address
     */
    public static Address of(IpPrefix prefix) {
        return of(prefix, Notation.PODMAN);
    }

    /**
     * Makes an address.
     *
     * @param prefix the address with its prefix length
     * @param notation how to spell it
     * @return the address
     */
    public static Address of(IpPrefix prefix, Notation notation) {
        String text = prefix.toString();
        return new Address(text.substring(0, text.indexOf('/')), prefix.length(), notation, Map.of());
    }

    /**
     * Gives the address as a value.
     *
     * @return the address with its prefix length
     * @throws io.podnet.base.InvalidValueException if the document has something else here
     */
    public IpPrefix toPrefix() {
        return IpPrefix.parse("address", address + "/" + prefixLength);
    }
}
