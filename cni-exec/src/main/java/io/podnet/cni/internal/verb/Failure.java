// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.cni.CniException;

/** Helps with exceptions that get more context on their way out. */
final class Failure {
    static final String NOT_FOUND = "cni-plugin-not-found";
    private static final String NOT_STARTED = "cni-plugin-not-started";

    private Failure() {}

    /** Tells whether a plugin never ran. */
    static boolean hadNoEffect(CniException failure) {
        return failure.errorCode().equals(NOT_FOUND) || failure.errorCode().equals(NOT_STARTED);
    }

    /** Starts an exception that says the same, with the first one as its cause. */
    static CniException.Builder copy(CniException from) {
        CniException.Builder copy = CniException.builder(from.errorCode(), from.msg())
                .code(from.code())
                .details(from.details())
                .stderr(from.stderr())
                .cause(from);
        from.verb().ifPresent(copy::verb);
        from.plugin().ifPresent(copy::plugin);
        from.network().ifPresent(copy::network);
        from.attachment().ifPresent(copy::attachment);
        return copy;
    }

    /** Puts a text before all that an exception says. */
    static CniException within(String prefix, CniException from) {
        int inner = from.getMessage().indexOf(": " + from.msg());
        return copy(from)
                .prefix(inner < 0 ? prefix : prefix + ": " + from.getMessage().substring(0, inner))
                .build();
    }
}
