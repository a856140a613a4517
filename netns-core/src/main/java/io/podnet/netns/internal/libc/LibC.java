package io.podnet.netns.internal.libc;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import org.jspecify.annotations.Nullable;

/**
 * The C library's functions as they are. Public, and its package open, because jnr-ffi defines its stub in a module of its
 * own.
 */
public interface LibC {
    int open(@In String path, int flags, int mode);

    int close(int fd);

    int setns(int fd, int nstype);

    int unshare(int flags);

    int mount(
            @In @Nullable String source,
            @In String target,
            @In @Nullable String type,
            long flags,
            @In @Nullable String data);

    int umount2(@In String target, int flags);

    int flock(int fd, int operation);

    int fsync(int fd);

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

    int ioctl(int fd, long request, long argument);
}
