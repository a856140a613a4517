// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {
    @Test
    void aPlatformThreadIsNone() {
        assertThat(VirtualThreads.isVirtual(Thread.currentThread())).isFalse();
        VirtualThreads.refuse("setns");
    }

    @Test
    void aVirtualThreadMayNotChangeTheNamespaceOfItsCarrier() throws Exception {
        if (Runtime.version().feature() < 21) {
            assertThat(Thread.class.getMethods())
                    .noneMatch(method -> method.getName().equals("isVirtual"));
            return;
        }
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = (Thread) Thread.class
                .getMethod("startVirtualThread", Runnable.class)
                .invoke(null, (Runnable) () -> {
                    try {
                        Syscalls.unshare(Syscalls.CLONE_NEWNET);
                    } catch (RuntimeException e) {
                        failure.set(e);
                    }
                });
        thread.join();

        assertThat(failure.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("virtual thread");
    }
}
