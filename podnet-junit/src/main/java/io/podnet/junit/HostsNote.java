// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import org.jspecify.annotations.Nullable;

/** Something that is good to know about a test that has failed, put where every report shows it: in its failure. */
final class HostsNote extends Exception {
    private static final long serialVersionUID = 1L;

    HostsNote(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
