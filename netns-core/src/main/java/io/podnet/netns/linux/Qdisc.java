// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A queueing discipline of a link, tc(8).
 *
 * @param kind such as {@code tbf}, {@code ingress}, {@code noqueue}
 * @param handle its number, {@code major << 16}; 0 for one that the kernel put there by itself
 * @param parent what it hangs on: -1 for the link itself
 * @param tokenBucket what a {@code tbf} lets through; empty for other kinds
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Qdisc(String kind, int handle, int parent, Optional<TokenBucket> tokenBucket) {}
