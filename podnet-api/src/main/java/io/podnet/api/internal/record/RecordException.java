// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.record;

import org.jspecify.annotations.Nullable;

/** Says that a document is no record. */
final class RecordException extends Exception {
    private static final long serialVersionUID = 1L;

    RecordException(String message) {
        this(message, null);
    }

    RecordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
