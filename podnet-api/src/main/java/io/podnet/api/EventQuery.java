// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Which events to read, for {@link Podnet#events}.
 *
 * <pre>{@code
 * podnet.events(EventQuery.past().since(Instant.now().minusSeconds(60)), System.out::println);
 * }</pre>
 *
 * @param since when the first one may have happened; empty for the beginning of the log, or for now if it is followed
 * @param until when the last one may have happened; empty for no end
 * @param follow whether to wait for events that are yet to come
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record EventQuery(Optional<Instant> since, Optional<Instant> until, boolean follow) {
    /**
     * Asks for what is in the log.
     *
     * @return the query
     */
    public static EventQuery past() {
        return new EventQuery(Optional.empty(), Optional.empty(), false);
    }

    /**
     * Asks for what happens from now on.
     *
     * @return the query
     */
    public static EventQuery following() {
        return new EventQuery(Optional.empty(), Optional.empty(), true);
    }

    /**
     * Begins at a time.
     *
     * @param time when the first event may have happened
     * @return a changed copy
     */
    public EventQuery since(Instant time) {
        return new EventQuery(Optional.of(time), until, follow);
    }

    /**
     * Ends at a time.
     *
     * @param time when the last event may have happened
     * @return a changed copy
     */
    public EventQuery until(Instant time) {
        return new EventQuery(since, Optional.of(time), follow);
    }
}
