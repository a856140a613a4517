// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.jnr;

import io.podnet.base.Availability;
import io.podnet.netns.NetnsException;
import io.podnet.netns.Scope;
import io.podnet.netns.linux.Syscalls;
import io.podnet.netns.spi.NamespaceBackend;
import io.podnet.netns.spi.NamespaceOperations;

/** Works by system calls of this JVM: nothing is forked, and code of this JVM can run inside namespaces. */
public final class JnrNamespaceBackend implements NamespaceBackend {
    /** Creates the backend; {@link java.util.ServiceLoader} calls this. */
    public JnrNamespaceBackend() {}

    @Override
    public String name() {
        return "jnr";
    }

    @Override
    public int priority() {
        return 200;
    }

    @Override
    public Availability probe() {
        try {
            Syscalls.load();
            return Availability.available("system calls by jnr-ffi");
        } catch (NetnsException e) {
            return Availability.unavailable(e.getMessage(), e);
        }
    }

    /** A JVM has threads, and a process that has them cannot enter another user namespace (setns(2), EINVAL). */
    @Override
    public boolean serves(Scope scope) {
        return scope instanceof Scope.ThisProcess;
    }

    @Override
    public NamespaceOperations open(Scope scope) {
        if (!serves(scope)) {
            throw new IllegalArgumentException("jnr does not serve " + scope);
        }
        return new JnrOperations();
    }
}
