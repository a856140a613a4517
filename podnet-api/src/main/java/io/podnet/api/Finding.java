// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * One thing that {@link PodnetBuilder#diagnose()} looked at.
 *
 * @param area what it belongs to, such as {@code kernel}
 * @param subject the thing, such as {@code bridge}
 * @param level what it means for podnet
 * @param detail what was found
 * @param cure what would help; empty if nothing has to
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Finding(String area, String subject, Level level, String detail, String cure) {
    /**
     * What a finding means for podnet.
     *
     * @since 0.1
     */
    public enum Level {
        /** It is as it should be. */
        GOOD,
        /** Worth knowing; podnet does not need it here. */
        NOTE,
        /** Something that podnet can do does not work here. */
        LIMIT,
        /** Podnet cannot work here. */
        FAULT;

        /**
         * Prints the name in lower case.
         *
         * @return such as {@code good}
         */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
