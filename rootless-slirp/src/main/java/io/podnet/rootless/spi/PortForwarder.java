// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.spi;

import io.podnet.base.Backend;
import io.podnet.base.PortMapping;
import io.podnet.rootless.RootlessException;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * A way to lead ports of the host to ports of pods without privileges.
 *
 * <p>It is told what there shall be, not what to do: podnet keeps the list of all forwards on disk and calls
 * {@link #reconcile} after every change, after a stack was restarted, and in the first command after a crash.
 *
 * <p><b>Threads</b>: safe for use by several threads; podnet calls it for one scope at a time.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface PortForwarder extends Backend {
    /**
     * Tells whether it can serve a port. Changes nothing.
     *
     * @param port the port
     * @param target the pod it leads to
     * @param scope where
     * @return how well, or why not
     */
    Coverage coverage(PortMapping port, ForwardTarget target, ForwardScope scope);

    /**
     * Makes what it serves in a scope equal to what there shall be: removes everything else first, then adds what is
     * missing. Goes on when one forward fails.
     *
     * @param scope where
     * @param wanted all that it shall serve there
     * @return the forwards that could not be served, each with the reason
     * @throws RootlessException if nothing at all could be done, such as when the stack does not answer
     */
    Map<Forward, RootlessException> reconcile(ForwardScope scope, Set<Forward> wanted);
}
