// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.spi;

import io.podnet.base.Backend;
import io.podnet.netns.Scope;
import org.apiguardian.api.API;

/**
 * A way to handle network namespaces; found by {@link java.util.ServiceLoader}, chosen by
 * {@link io.podnet.netns.Namespaces}.
 *
 * <p>{@link #probe()} tells whether the means are there, not whether the process has the privileges: an operation that
 * lacks one says so itself, with the name of the capability.
 *
 * <p><b>Threads</b>: any.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface NamespaceBackend extends Backend {
    /**
     * Tells whether the backend can work in a scope.
     *
     * @param scope where namespaces are made and looked for
     * @return true if it can
     */
    boolean serves(Scope scope);

    /**
     * Gets ready to work in a scope.
     *
     * @param scope one that the backend serves
     * @return the operations, to be closed by the caller
     */
    NamespaceOperations open(Scope scope);
}
