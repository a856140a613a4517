// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import io.podnet.testkit.internal.snapshot.HostReaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * What a host consists of at one moment: links, addresses, routes, rules, mounts, processes, files and more.
 *
 * <pre>{@code
 * HostSnapshot before = HostSnapshot.take();
 * ...
 * assertThat(HostSnapshot.take().leaksSince(before)).isEmpty();
 * }</pre>
 *
 * <p>Things are kept as lines of text; two things that read alike count twice.
 *
 * <p><b>Threads</b>: immutable. <b>Privileges</b>: taking one needs root, and {@code ip}, {@code nft} and
 * {@code nsenter}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class HostSnapshot {
    private final Map<Facet, Set<String>> lines;

    private HostSnapshot(Map<Facet, Set<String>> lines) {
        this.lines = lines;
    }

    /**
     * Reads the host that the calling process is on.
     *
     * @return what is there now
     * @throws IllegalStateException if something could not be read, so that nothing passes unseen
     */
    public static HostSnapshot take() {
        return new HostSnapshot(HostReaders.readAll());
    }

    /**
     * Lists the things of one kind.
     *
     * @param facet their kind
     * @return a line for each
     */
    public Set<String> of(Facet facet) {
        return lines.getOrDefault(facet, Set.of());
    }

    /**
     * Compares with an earlier moment.
     *
     * @param before the earlier moment
     * @return what has been left behind since, and what has been lost where a loss matters; empty if nothing
     */
    public List<Leak> leaksSince(HostSnapshot before) {
        List<Leak> leaks = new ArrayList<>();
        for (Facet facet : Facet.values()) {
            Set<String> then = before.of(facet);
            Set<String> now = of(facet);
            now.stream()
                    .filter(line -> !then.contains(line))
                    .forEach(line -> leaks.add(new Leak(facet, Leak.Change.LEFT_BEHIND, line)));
            if (facet.lossMatters()) {
                then.stream()
                        .filter(line -> !now.contains(line))
                        .forEach(line -> leaks.add(new Leak(facet, Leak.Change.LOST, line)));
            }
        }
        return List.copyOf(leaks);
    }
}
