// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import org.apiguardian.api.API;

/**
 * The two ends of a veth that was made.
 *
 * @param index the index of the end in this namespace
 * @param peerIndex the index of the other end, in the namespace that it is in
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record VethPair(int index, int peerIndex) {}
