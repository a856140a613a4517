// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import java.nio.ByteBuffer;
import org.apiguardian.api.API;

/**
 * An element of a set or map of nftables.
 *
 * @param comment its comment; empty if it has none
 * @param data what a map gives for it, laid out as keys are; empty for a set
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record NftElement(String comment, ByteBuffer data) {}
