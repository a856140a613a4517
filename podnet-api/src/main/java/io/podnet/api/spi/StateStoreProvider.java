// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.spi;

import io.podnet.base.Backend;
import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * Opens state stores of one kind; ServiceLoader finds it, property {@code podnet.api.store} names it.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface StateStoreProvider extends Backend {
    /**
     * Opens a store.
     *
     * @param directory podnet's directory for what survives a restart of the machine; nobody made it yet
     * @return the store
     * @throws io.podnet.base.PodnetException if it cannot be used, with nothing changed
     */
    StateStore open(Path directory);
}
