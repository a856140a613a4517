// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import io.podnet.netns.NetnsTask;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/** Does work on a fresh thread that enters a namespace, works and dies: it cannot be lost in there. */
final class Inside {
    private Inside() {}

    static <T extends @Nullable Object, X extends Exception> T call(Descriptor namespace, NetnsTask<T, X> task)
            throws X {
        return FreshThread.call(() -> {
            Syscalls.setns(namespace, Syscalls.CLONE_NEWNET);
            return task.call();
        });
    }
}
