// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.store;

import io.podnet.api.spi.StateStore;
import io.podnet.api.spi.StateStoreProvider;
import io.podnet.base.Availability;
import java.nio.file.Path;

/** Opens {@link FileStateStore}s. */
public final class FileStateStoreProvider implements StateStoreProvider {
    /** Does nothing. */
    public FileStateStoreProvider() {}

    @Override
    public String name() {
        return "files";
    }

    @Override
    public Availability probe() {
        return Availability.available("");
    }

    @Override
    public StateStore open(Path directory) {
        return new FileStateStore(directory);
    }
}
