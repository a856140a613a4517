// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodInfo;
import io.podnet.api.internal.port.HostPorts;

/**
 * A pod that was started together with the ports that are held for it.
 *
 * @param info the pod
 * @param ports its ports; the caller lets go of them
 */
public record Started(PodInfo info, HostPorts ports) {}
