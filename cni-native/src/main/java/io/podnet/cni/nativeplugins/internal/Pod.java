// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.cni.nativeplugins.spi.PodNamespace;
import io.podnet.netns.NetnsAction;
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
        return start(task).await();
    }

    @Override
    public <X extends Exception> void run(NetnsAction<X> action, Runnable meanwhile) throws X {
        Inside<Boolean, X> inside = start(() -> {
            action.run();
            return true;
        });
        try {
            meanwhile.run();
        } catch (RuntimeException | Error e) {
            awaitAfter(e, inside);
            throw e;
        }
        inside.await();
    }

    @SuppressWarnings("CatchingUnchecked") // whatever the work throws comes second
    private static void awaitAfter(Throwable failure, Inside<?, ?> inside) {
        try {
            inside.await();
        } catch (Exception | Error e) {
            failure.addSuppressed(e);
        }
    }

    // A thread that is inside anyway opens the socket as well: threads cost more.
    private <T extends @Nullable Object, X extends Exception> Inside<T, X> start(NetnsTask<T, X> task) {
        return Inside.start(descriptor(), () -> {
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
