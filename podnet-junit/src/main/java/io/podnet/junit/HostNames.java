// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import io.podnet.base.InvalidValueException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What hosts may be called. */
final class HostNames {
    /** As many as have addresses that end in a number below 255, and some to spare for tests that add their own. */
    private static final int MOST = 250;

    /** A label of a name, RFC 1123 2.1; also fit for the name of a file. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private HostNames() {}

    static void check(List<String> names) {
        if (names.isEmpty() || names.size() > MOST) {
            throw new InvalidValueException("number of hosts", names.size(), "must be 1 to " + MOST);
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new InvalidValueException(
                        "host name", name, "must be 1 to 63 letters, digits and dashes, no dash at either end");
            }
            if (!seen.add(name)) {
                throw new InvalidValueException("host name", name, "is given twice");
            }
        }
    }

    static InvalidValueException unknown(String name, Collection<String> known) {
        return new InvalidValueException("host name", name, "there are " + String.join(", ", known));
    }
}
