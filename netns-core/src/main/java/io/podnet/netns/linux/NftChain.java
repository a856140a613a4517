// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import org.apiguardian.api.API;

/**
 * A chain of nftables.
 *
 * @param name its name
 * @param drops whether it is a base chain that drops what no rule of it decides about
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record NftChain(String name, boolean drops) {}
