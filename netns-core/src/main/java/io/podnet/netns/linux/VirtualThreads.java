// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Tells virtual threads apart, which this release of Java (17) does not know yet. */
final class VirtualThreads {
    private static final @Nullable MethodHandle IS_VIRTUAL = find();

    private VirtualThreads() {}

    private static @Nullable MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null; // before Java 21 there are none
        }
    }

    /** A virtual thread hops between carrier threads, and a namespace belongs to the carrier: refuse to change it. */
    static void refuse(String operation) {
        if (isVirtual(Thread.currentThread())) {
            throw new IllegalStateException(operation + " on the virtual thread " + Thread.currentThread()
                    + ": it would change the namespace of its carrier thread, which runs other virtual threads too;"
                    + " use a platform thread");
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    static boolean isVirtual(Thread thread) {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable e) {
            throw new LinkageError("Thread.isVirtual cannot be called", e);
        }
    }
}
