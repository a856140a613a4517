// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ends the command with one line and an exit status. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    CommandFailure(int exitStatus, String message) {
        this(exitStatus, message, null);
    }

    CommandFailure(int exitStatus, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    int exitStatus() {
        return exitStatus;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
