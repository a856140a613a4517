// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.libc;

import io.podnet.netns.NetnsException;
import java.util.Map;
import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;

/** The C library, loaded on first use: that takes 180 ms once. */
public final class CLibrary {
    private static volatile @Nullable Loaded loaded;

    private record Loaded(LibC functions, Runtime runtime) {}

    private CLibrary() {}

    /** Gives the library. */
    public static LibC get() {
        Loaded ready = loaded;
        return (ready == null ? load() : ready).functions();
    }

    /** Gives the error number of the calling thread's last call; to be read before the thread does anything else. */
    public static int errno() {
        Loaded ready = loaded;
        return (ready == null ? load() : ready).runtime().getLastError();
    }

    // Not in a class initialiser: after a first failure that would say "could not initialize class" and no more.
    private static synchronized Loaded load() {
        Loaded ready = loaded;
        if (ready == null) {
            try {
                LibC functions = LibraryLoader.loadLibrary(LibC.class, Map.of(LibraryOption.LoadNow, true), "c");
                ready = new Loaded(functions, Runtime.getRuntime(functions));
                loaded = ready;
            } catch (LinkageError | RuntimeException e) {
                throw new NetnsException(
                        "netns-native-unavailable",
                        "cannot call the C library: " + e + "; the JVM needs"
                                + " --enable-native-access=org.jnrproject.jffi (on the class path: ALL-UNNAMED), and jffi"
                                + " a directory for its own library that is not mounted noexec: the temporary one, or"
                                + " -Djffi.extract.dir=DIR",
                        e);
            }
        }
        return ready;
    }
}
