// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.spi;

import io.podnet.base.PodnetException;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Says that a plugin gave no answer of its own.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class PluginInvocationException extends PodnetException {
    private static final long serialVersionUID = 1L;

    /** Why a plugin gave no answer. */
    public enum Reason {
        /** There is no such plugin. */
        NOT_FOUND("cni-plugin-not-found"),
        /** It is there but could not be started. */
        NOT_STARTED("cni-plugin-not-started"),
        /** It did not answer in time. */
        DEADLINE("cni-plugin-deadline"),
        /** It printed more than can be kept. */
        FLOOD("cni-plugin-flood"),
        /** The calling thread was interrupted. */
        INTERRUPTED("cni-interrupted");

        private final String errorCode;

        Reason(String errorCode) {
            this.errorCode = errorCode;
        }
    }

    /** Why. */
    private final Reason reason;

    /** What the plugin had printed. */
    private final String stdout;

    /** What the plugin had said. */
    private final String stderr;

    /**
     * Creates an exception.
     *
     * @param reason why there is no answer
     * @param message what happened, for people
     * @param stdout what the plugin had printed by then
     * @param stderr what it had said by then
     * @param cause what caused it, or null
     */
    public PluginInvocationException(
            Reason reason, String message, String stdout, String stderr, @Nullable Throwable cause) {
        super(reason.errorCode, message, cause);
        this.reason = reason;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /**
     * Tells why there is no answer.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Gives what the plugin had printed before it was ended.
     *
     * @return standard output; empty if it never ran
     */
    public String stdout() {
        return stdout;
    }

    /**
     * Gives what the plugin had said before it was ended.
     *
     * @return standard error; empty if it never ran
     */
    public String stderr() {
        return stderr;
    }
}
