// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import org.jspecify.annotations.Nullable;

/** Exceptions with the codes that the reference plugins give: 999 unless there is a better one. */
public final class Faults {
    private Faults() {}

    /**
     * Makes an exception with code 999.
     *
     * @param msg what went wrong
     * @return the exception
     */
    public static CniException internal(String msg) {
        return internal(msg, null);
    }

    /**
     * Makes an exception with code 999.
     *
     * @param msg what went wrong
     * @param cause what caused it
     * @return the exception
     */
    public static CniException internal(String msg, @Nullable Throwable cause) {
        return of(CniErrorCode.INTERNAL, msg, cause);
    }

    /**
     * Makes an exception for a configuration that cannot be used.
     *
     * @param msg what is wrong with it
     * @return the exception
     */
    public static CniException config(String msg) {
        return of(CniErrorCode.INVALID_NETWORK_CONFIG, msg, null);
    }

    /**
     * Makes an exception for STATUS: ADD would not work.
     *
     * @param msg why not
     * @return the exception
     */
    public static CniException unavailable(String msg) {
        return of(CniErrorCode.PLUGIN_NOT_AVAILABLE, msg, null);
    }

    private static CniException of(CniErrorCode code, String msg, @Nullable Throwable cause) {
        CniException.Builder builder =
                CniException.builder("cni-native-plugin", msg).code(code);
        if (cause != null) {
            builder.cause(cause);
        }
        return builder.build();
    }
}
