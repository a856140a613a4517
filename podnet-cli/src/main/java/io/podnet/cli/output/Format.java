// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli.output;

import java.util.Locale;

/** How a command prints. */
public enum Format {
    /** For people. */
    TABLE,
    /** For scripts. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
