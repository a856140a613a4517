// SPDX-License-Identifier: Apache-2.0
package com.example.vendor;

import io.podnet.api.spi.StateStore;
import io.podnet.api.spi.StateStoreProvider;
import io.podnet.base.Availability;
import java.nio.file.Path;

/** Opens stores whose documents take less room on the disk. */
public final class ZippedStoreProvider implements StateStoreProvider {
    @Override
    public String name() {
        return "zipped";
    }

    @Override
    public int priority() {
        return 1; // only where it is named: records of another store would not be found
    }

    @Override
    public Availability probe() {
        return Availability.available("");
    }

    @Override
    public StateStore open(Path directory) {
        return new ZippedStore(directory.resolve("zipped"));
    }
}
