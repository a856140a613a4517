// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.spi;

import io.podnet.cni.CniException;
import io.podnet.cni.CniResult;
import org.apiguardian.api.API;

/**
 * Another plugin that does a part of a call's work, such as managing addresses.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Delegate {
    /**
     * Calls ADD. If that fails, the plugin has undone what it had done, as far as that is possible.
     *
     * @return what it reported
     * @throws CniException if it fails
     */
    CniResult add();

    /**
     * Calls CHECK.
     *
     * @throws CniException if it fails
     */
    void check();

    /**
     * Calls DEL.
     *
     * @throws CniException if it fails
     */
    void delete();

    /**
     * Calls GC.
     *
     * @throws CniException if it fails
     */
    void gc();

    /**
     * Calls STATUS.
     *
     * @throws CniException if it fails
     */
    void status();
}
