// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import java.io.IOException;

/** Reads some facets of the host that this process is on. */
interface HostReader {
    /** Adds what is there to the lines. */
    void read(Lines lines) throws IOException;
}
