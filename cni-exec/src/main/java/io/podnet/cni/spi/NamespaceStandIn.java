// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.spi;

import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * A network namespace in the place of one that has lost the interface of an attachment; see
 * {@link PluginInvoker#standIn}.
 *
 * <p><b>Threads</b>: used by one thread.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface NamespaceStandIn extends AutoCloseable {
    /**
     * Tells where it is for the plugins of the backend that made it.
     *
     * @return the file that names it
     */
    Path netns();

    /** Lets it go, with what plugins have left in it. */
    @Override
    void close();
}
