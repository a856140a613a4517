// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.util.List;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * Says that no backend of an SPI can be used, or not the one that was asked for; lists all that were found with the
 * reason each was not taken.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class NoBackendException extends PodnetException {
    private static final long serialVersionUID = 1L;

    /** What was found. */
    private final transient List<BackendCandidate> candidates;

    /**
     * Creates an exception.
     *
     * @param message what was looked for
     * @param candidates what was found instead
     */
    public NoBackendException(String message, List<BackendCandidate> candidates) {
        super("no-backend", message + describe(candidates));
        this.candidates = List.copyOf(candidates);
        for (BackendCandidate candidate : candidates) {
            if (candidate.availability() instanceof Availability.Unavailable unavailable) {
                unavailable.cause().ifPresent(this::addSuppressed);
            }
        }
    }

    private static String describe(List<BackendCandidate> candidates) {
        if (candidates.isEmpty()) {
            return "; none was found: add a module that provides one";
        }
        return candidates.stream().map(BackendCandidate::toString).collect(Collectors.joining("; ", "; found: ", ""));
    }

    /**
     * Lists the backends that were found.
     *
     * @return all of them, the highest priority first; empty after deserialisation
     */
    public List<BackendCandidate> candidates() {
        return candidates == null ? List.of() : candidates;
    }
}
