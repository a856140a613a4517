// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.libc;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/** libnftables, loaded on first use: hosts that never touch a firewall need not have it. */
public final class NftablesLibrary {
    /** By its full name: the name without a version is a link of the development package. */
    public static final String NAME = "libnftables.so.1";

    private static @Nullable LibNftables loaded;

    private final LibNftables library;

    /** A context of the library; what it is inside is the library's business. */
    private final Pointer context;

    private NftablesLibrary(LibNftables library, Pointer context) {
        this.library = library;
        this.context = context;
    }

    /**
     * Loads the library, unless it is. Tries again if it was not there, for it may have been installed since.
     *
     * @throws LinkageError if it is not there
     */
    public static synchronized LibNftables load() {
        LibNftables known = loaded;
        if (known == null) {
            known = LibraryLoader.create(LibNftables.class).failImmediately().load(NAME);
            loaded = known;
        }
        return known;
    }

    /** Makes a context with buffers for output and errors; null if there is no memory for it. */
    public static @Nullable NftablesLibrary open() {
        LibNftables library = load();
        Pointer context = library.nft_ctx_new(0);
        if (context == null) {
            return null;
        }
        library.nft_ctx_buffer_output(context);
        library.nft_ctx_buffer_error(context);
        return new NftablesLibrary(library, context);
    }

    /** Runs commands; false if they were refused. */
    public boolean run(String commands, int outputFlags, boolean dryRun) {
        library.nft_ctx_output_set_flags(context, outputFlags);
        library.nft_ctx_set_dry_run(context, dryRun);
        return library.nft_run_cmd_from_buffer(context, commands) == 0;
    }

    /** Gives what the last commands printed. */
    public String output() {
        return text(library.nft_ctx_get_output_buffer(context));
    }

    /** Gives what was wrong with the last commands. */
    public String errors() {
        return text(library.nft_ctx_get_error_buffer(context));
    }

    /** Frees the context. */
    public void free() {
        library.nft_ctx_free(context);
    }

    private static String text(@Nullable String buffer) {
        return buffer == null ? "" : buffer;
    }
}
