// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.net;

import io.podnet.junit.HostsException;
import io.podnet.netns.Feature;
import io.podnet.netns.Namespaces;
import io.podnet.netns.NamespacesBuilder;
import io.podnet.netns.Netns;
import io.podnet.netns.Scope;
import io.podnet.netns.linux.Capability;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Where namespaces are made: here with privileges, else in the user namespace of a process that is started for it. */
public final class Ground implements AutoCloseable {
    private final Optional<UserNamespace> holder;
    private final Namespaces namespaces;

    private Ground(Optional<UserNamespace> holder) {
        this.holder = holder;
        // Nothing is pinned here; a plain user may have no directory for it.
        NamespacesBuilder builder = Namespaces.builder().directory(Path.of("/run/netns"));
        holder.ifPresent(it -> builder.scope(Scope.holder(it.process())));
        this.namespaces = builder.open();
    }

    /** Chooses. */
    public static Ground open() {
        if (Capability.effective().containsAll(Set.of(Capability.CAP_SYS_ADMIN, Capability.CAP_NET_ADMIN))) {
            return new Ground(Optional.empty());
        }
        UserNamespace holder = UserNamespace.create();
        try {
            return new Ground(Optional.of(holder));
        } catch (RuntimeException e) {
            holder.close();
            throw e;
        }
    }

    /** Makes a namespace that is gone when nobody holds it any more, whatever becomes of this JVM. */
    public Netns createNamespace() {
        return namespaces.createAnonymous();
    }

    /** Tells whether code of this JVM can run inside. */
    public boolean hasTasks() {
        return namespaces.supports(Feature.TASKS);
    }

    /** Fails unless code of this JVM can run inside. */
    public void requireTasks(String what) {
        if (!hasTasks()) {
            throw new HostsException(
                    "hosts-no-tasks",
                    what
                            + ": a JVM without privileges cannot enter a namespace; run the tests as root, or start the JVM by"
                            + " \"unshare --user --map-root-user --net --mount\", or start a process on the host",
                    null);
        }
    }

    @Override
    public void close() {
        namespaces.close();
        holder.ifPresent(UserNamespace::close);
    }
}
