// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import org.apiguardian.api.API;

/**
 * An attachment together with the network it is to.
 *
 * @param network the network
 * @param attachment the container's interface on it
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record NetworkAttachment(NetworkConfigList network, Attachment attachment) {}
