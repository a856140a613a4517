// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * A line of a pod's {@code /etc/hosts}.
 *
 * @param name the name
 * @param address where it leads; empty for the host, as the pod reaches it
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record HostEntry(String name, Optional<InetAddress> address) {
    private static final String HOST = "host-gateway";

    /** No blanks, no comments, and nothing that a colon or a line's end could be taken for. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,253}[A-Za-z0-9_.])?");

    /**
     * Checks the name.
     *
     * @param name the name
     * @param address where it leads
     * @throws InvalidValueException if a hosts file cannot hold the name
     */
    public HostEntry {
        checkedName("host name", name);
    }

    /**
     * Reads {@code NAME:ADDRESS}, as {@code podman run --add-host} does; {@code host-gateway} stands for the host.
     *
     * @param text such as {@code db:10.89.0.7} or {@code db:2001:db8::7}
     * @return the entry
     * @throws InvalidValueException if it is not of that form
     */
    public static HostEntry parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new InvalidValueException("host entry", text, "unable to parse host entry: want NAME:ADDRESS");
        }
        String address = text.substring(colon + 1);
        if (address.isEmpty()) {
            throw new InvalidValueException("host entry", text, "IP address in host entry is empty");
        }
        return new HostEntry(
                text.substring(0, colon),
                address.equals(HOST) ? Optional.empty() : Optional.of(IpAddresses.parse("host entry", address)));
    }

    static String checkedName(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidValueException(field, name, "names must match " + NAME.pattern());
        }
        return name;
    }

    @Override
    public String toString() {
        return name + ":" + address.map(IpAddresses::format).orElse(HOST);
    }
}
