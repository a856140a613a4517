// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless;

import io.podnet.base.PortMapping;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A port of the host that leads to a pod, and who serves it.
 *
 * @param port the port, with the host port that was chosen if none was given
 * @param handler the port forwarding handler, such as {@code slirp4netns} or {@code rootlesskit}
 * @param keepsSource whether the pod sees the address of a client outside of this host
 * @param warning who cannot reach it; empty if everybody can
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PublishedPort(PortMapping port, String handler, boolean keepsSource, Optional<String> warning) {}
