// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.spi;

import io.podnet.netns.NetnsAction;
import io.podnet.netns.NetnsTask;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.RtNetlink;
import java.nio.file.Path;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A container's network namespace, open for the length of a call.
 *
 * <p><b>Threads</b>: any; none is moved.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface PodNamespace {
    /**
     * Gives the file that names it.
     *
     * @return the file
     */
    Path file();

    /**
     * Gives the open file, for what wants a descriptor, such as a link that is to be put inside.
     *
     * @return the descriptor; not to be closed
     */
    Descriptor descriptor();

    /**
     * Speaks with the kernel about the links, addresses and routes inside.
     *
     * @return a socket; not to be closed
     */
    RtNetlink rtnl();

    /**
     * Does work on a fresh thread inside, for what depends on the thread: {@code /proc/sys/net}, sockets.
     *
     * @param task the work; starts no processes
     * @param <T> its result
     * @param <X> its exception
     * @return the result
     * @throws X as the work does
     */
    <T extends @Nullable Object, X extends Exception> T call(NetnsTask<T, X> task) throws X;

    /**
     * Does work without a result on a fresh thread inside.
     *
     * @param action the work; starts no processes
     * @param <X> its exception
     * @throws X as the work does
     */
    default <X extends Exception> void run(NetnsAction<X> action) throws X {
        call(() -> {
            action.run();
            return true;
        });
    }
}
