// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.libc;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.Encoding;
import jnr.ffi.annotations.In;
import org.jspecify.annotations.Nullable;

/** The functions of libnftables(3) as they are; public and in an open package for the same reason as {@link LibC}. */
public interface LibNftables {
    @Nullable Pointer nft_ctx_new(int flags);

    void nft_ctx_free(Pointer context);

    int nft_ctx_buffer_output(Pointer context);

    int nft_ctx_buffer_error(Pointer context);

    @Encoding("UTF-8")
    @Nullable String nft_ctx_get_output_buffer(Pointer context);

    @Encoding("UTF-8")
    @Nullable String nft_ctx_get_error_buffer(Pointer context);

    void nft_ctx_output_set_flags(Pointer context, int flags);

    void nft_ctx_set_dry_run(Pointer context, boolean dryRun);

    int nft_run_cmd_from_buffer(Pointer context, @In @Encoding("UTF-8") String commands);
}
