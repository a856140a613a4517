// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import io.podnet.netns.LinkName;
import io.podnet.netns.LinkStatistics;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * What went through a pod's interfaces, as the pod sees it: what it received is {@code rx}.
 *
 * @param id the pod
 * @param name its name
 * @param interfaces the counters by interface, without the loopback's; none of a pod that is in the host's namespace
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PodStats(PodId id, String name, SortedMap<LinkName, LinkStatistics> interfaces) {
    /**
     * Copies the counters.
     *
     * @param id the pod
     * @param name its name
     * @param interfaces the counters by interface
     */
    public PodStats {
        interfaces = Collections.unmodifiableSortedMap(new TreeMap<>(interfaces));
    }

    /**
     * Adds up all interfaces.
     *
     * @return the sums
     */
    public LinkStatistics total() {
        return interfaces.values().stream().reduce(LinkStatistics.NONE, LinkStatistics::plus);
    }
}
