package io.podnet.netns.internal.libc;

import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/** The C library, loaded on first use: that takes 180 ms once. */
public final class CLibrary {
    private CLibrary() {}

    private static final class Holder {
        static final LibC LIBC = LibraryLoader.create(LibC.class).load("c");
        static final Runtime RUNTIME = Runtime.getRuntime(LIBC);
    }

    /** Gives the library. */
    public static LibC get() {
        return Holder.LIBC;
    }

    /** Gives the error number of the calling thread's last call; to be read before the thread does anything else. */
    public static int errno() {
        return LastError.getLastError(Holder.RUNTIME);
    }
}
