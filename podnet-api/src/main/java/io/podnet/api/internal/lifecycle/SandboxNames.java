// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodId;

/**
 * The names of pods' namespaces: {@code podnet-} and a UUID, which is the first half of the pod's id, so that the
 * namespace of a pod whose record is damaged is known all the same.
 */
final class SandboxNames {
    private SandboxNames() {}

    static String netns(PodId id) {
        return "podnet-" + id.value().replaceFirst("^(.{8})(.{4})(.{4})(.{4})(.{12}).*", "$1-$2-$3-$4-$5");
    }
}
