// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.libc;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.annotations.Variadic;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import org.jspecify.annotations.Nullable;

/**
 * The C library's functions as they are. Public, and its package open, because jnr-ffi defines its stub in a module of its
 * own.
 *
 * <p>Paths are bytes that end in zero: jnr-ffi writes strings in the default charset, which need not be that of file names.
 */
public interface LibC {
    @Variadic(fixedCount = 2)
    int open(@In byte[] path, int flags, int mode);

    int close(int fd);

    int setns(int fd, int nstype);

    int unshare(int flags);

    int mount(
            @In byte @Nullable [] source,
            @In byte[] target,
            @In byte @Nullable [] type,
            long flags,
            @In byte @Nullable [] data);

    int umount2(@In byte[] target, int flags);

    int unlink(@In byte[] path);

    int flock(int fd, int operation);

    int fsync(int fd);

    @ssize_t
    long read(int fd, @Out ByteBuffer buffer, @size_t long length);

    @ssize_t
    long pread(int fd, @Out ByteBuffer buffer, @size_t long length, @off_t long offset);

    int inotify_init1(int flags);

    int inotify_add_watch(int fd, @In byte[] path, int mask);

    int socket(int domain, int type, int protocol);

    int bind(int fd, @In ByteBuffer address, int length);

    int connect(int fd, @In ByteBuffer address, int length);

    int getsockname(int fd, @Out ByteBuffer address, @In @Out int[] length);

    @ssize_t
    long send(int fd, @In ByteBuffer buffer, @size_t long length, int flags);

    @ssize_t
    long recv(int fd, @Out ByteBuffer buffer, @size_t long length, int flags);

    int getsockopt(int fd, int level, int option, @Out ByteBuffer value, @In @Out int[] length);

    int setsockopt(int fd, int level, int option, @In ByteBuffer value, int length);

    @Variadic(fixedCount = 2)
    int ioctl(int fd, long request, long argument);

    @Variadic(fixedCount = 2)
    int ioctl(int fd, long request, @In @Out ByteBuffer argument);

    @Variadic(fixedCount = 1)
    long syscall(long number, @In byte[] name, long flags);

    @Variadic(fixedCount = 1)
    long syscall(long number, long first, long second, long third, long fourth, long fifth);
}
