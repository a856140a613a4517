// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import java.net.InetAddress;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * One of the ways that a multipath route may take.
 *
 * @param gateway the next router
 * @param linkIndex the index of the link that leads there
 * @param weight how much of the traffic goes this way, 1 or more, against the other ways' weights
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record NextHop(Optional<InetAddress> gateway, int linkIndex, int weight) {}
