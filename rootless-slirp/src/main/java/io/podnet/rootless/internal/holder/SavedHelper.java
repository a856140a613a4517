// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.ProcessIdentity;
import java.util.Objects;
import java.util.Set;

/**
 * A process of a port forwarding handler.
 *
 * @param process the process
 * @param purpose what it was started for, in the handler's words
 */
record SavedHelper(ProcessIdentity process, Set<String> purpose) {
    SavedHelper {
        Objects.requireNonNull(process);
        purpose.forEach(Objects::requireNonNull);
    }
}
