// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

import io.podnet.netns.NetnsDeniedException;
import io.podnet.netns.NetnsException;
import io.podnet.netns.NetnsExistsException;
import io.podnet.netns.NetnsNotFoundException;
import io.podnet.netns.linux.Capability;
import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** Turns what a system call or a tool said into what the caller of the API wants to know. */
public final class Problems {
    private Problems() {}

    /** Puts in front of a failure what was being done; keeps its kind. */
    public static NetnsException of(String what, NetnsException cause) {
        String message = what + ": " + cause.getMessage();
        return switch (cause.errorCode()) {
            case "netns-denied" -> new NetnsDeniedException(message, cause);
            case "netns-exists" -> new NetnsExistsException(message, cause);
            case "netns-not-found" -> new NetnsNotFoundException(message, cause);
            default -> new NetnsException(cause.errorCode(), message, cause);
        };
    }

    /** Puts in front of a failure of a file operation what was being done. */
    public static NetnsException of(String what, IOException cause) {
        return cause instanceof AccessDeniedException
                ? new NetnsDeniedException(what + ": permission denied", cause)
                : new NetnsException("netns-io", what + ": " + cause.getMessage(), cause);
    }

    /** Fails if the calling thread cannot have what every namespace operation needs. */
    public static void requireSysAdmin(String what) {
        if (!Capability.effective().contains(Capability.CAP_SYS_ADMIN)) {
            throw new NetnsDeniedException(
                    what
                            + ": needs CAP_SYS_ADMIN, which this thread lacks: run as root, or as root of a user namespace",
                    null);
        }
    }
}
