// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect.spi;

import io.podnet.base.Backend;
import io.podnet.inspect.Fidelity;
import io.podnet.inspect.NetworkSettings;
import io.podnet.inspect.PodNetworkView;
import org.apiguardian.api.API;

/**
 * Presents what is known about a pod's network, by the rules of one container engine and version.
 *
 * <p>ServiceLoader finds the converters; the property {@code podnet.inspect.backend} names the one to use. The contract
 * test in podnet-testkit, {@code InspectConverterContract}, says what every converter keeps to.
 *
 * <p><b>Threads</b>: safe for use by several threads.
 *
 * <p><b>Privileges</b>: none; a converter looks at nothing but the view.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface InspectConverter extends Backend {
    /**
     * Makes a pod's network settings. A pod that shares the namespace of another one has that one's settings.
     *
     * @param view what is known about the pod
     * @param fidelity how closely to follow the engine where its documents mislead readers
     * @return the settings
     * @throws io.podnet.inspect.InspectException if what is known does not fit together
     */
    NetworkSettings convert(PodNetworkView view, Fidelity fidelity);
}
