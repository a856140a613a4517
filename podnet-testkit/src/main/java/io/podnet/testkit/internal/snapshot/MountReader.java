// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import io.podnet.testkit.Facet;
import java.io.IOException;

/** Mounts of this process's mount namespace. */
final class MountReader implements HostReader {
    @Override
    public void read(Lines lines) throws IOException {
        Mount.all().forEach(mount -> lines.add(Facet.MOUNTS, mount.toString()));
    }
}
