// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.cni.nativeplugins.spi.PodNamespace;
import io.podnet.netns.NetnsTask;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.RtNetlink;
import io.podnet.netns.linux.Syscalls;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A container's namespace for one call; opened by plugins that do something inside. */
final class Pod implements PodNamespace, AutoCloseable {
    private final Path file;
    private @Nullable Descriptor descriptor;
    private @Nullable RtNetlink rtnl;

    Pod(Path file) {
        this.file = file;
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Descriptor descriptor() {
        if (descriptor == null) {
            descriptor = Syscalls.open(file, Syscalls.O_RDONLY, 0);
        }
        return descriptor;
    }

    @Override
    public RtNetlink rtnl() {
        if (rtnl == null) {
            run(() -> {});
        }
        return Objects.requireNonNull(rtnl);
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T call(NetnsTask<T, X> task) throws X {
        // A thread that is inside anyway opens the socket as well: threads cost more.
        return Inside.call(descriptor(), () -> {
            if (rtnl == null) {
                rtnl = RtNetlink.open();
            }
            return task.call();
        });
    }

    @Override
    public void close() {
        if (rtnl != null) {
            rtnl.close();
        }
        if (descriptor != null) {
            descriptor.close();
        }
    }
}
