// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.netns.internal.libc.CLibrary;
import io.podnet.netns.internal.libc.LibC;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * System calls that throw {@link NativeException} instead of answering -1. Calls that the man pages permit to be repeated
 * after a signal are.
 *
 * <p>{@link #setns} and {@link #unshare} change the calling operating system thread and nothing else.
 *
 * <p><b>Threads</b>: any; virtual threads are refused by {@link #setns} and {@link #unshare}. A call that waits is not
 * ended by {@link Thread#interrupt()}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Syscalls {
    /** open(2): read only; {@code asm-generic/fcntl.h}. */
    public static final int O_RDONLY = 0;

    /** open(2): read and write. */
    public static final int O_RDWR = 2;

    /** open(2): make the file. */
    public static final int O_CREAT = 0100;

    /** open(2): fail if the file is there. */
    public static final int O_EXCL = 0200;

    /** open(2): children do not inherit it; always added. */
    public static final int O_CLOEXEC = 02000000;

    /** setns(2), unshare(2): the network namespace; {@code linux/sched.h}. */
    public static final int CLONE_NEWNET = 0x40000000;

    /** setns(2), unshare(2): the mount namespace. */
    public static final int CLONE_NEWNS = 0x00020000;

    /** setns(2), unshare(2): the user namespace. */
    public static final int CLONE_NEWUSER = 0x10000000;

    /** mount(2): make a file or directory visible at a second place; {@code linux/mount.h}. */
    public static final long MS_BIND = 4096;

    /** mount(2): with everything mounted below. */
    public static final long MS_REC = 16384;

    /** mount(2): change the propagation type to private. */
    public static final long MS_PRIVATE = 1 << 18;

    /** mount(2): change the propagation type to slave. */
    public static final long MS_SLAVE = 1 << 19;

    /** mount(2): change the propagation type to shared. */
    public static final long MS_SHARED = 1 << 20;

    /** umount2(2): detach now, clean up when no longer used. */
    public static final int MNT_DETACH = 2;

    /** umount2(2): do not follow a symbolic link. */
    public static final int UMOUNT_NOFOLLOW = 8;

    /** flock(2): shared; {@code sys/file.h}. */
    public static final int LOCK_SH = 1;

    /** flock(2): exclusive. */
    public static final int LOCK_EX = 2;

    /** flock(2): fail with EWOULDBLOCK instead of waiting. */
    public static final int LOCK_NB = 4;

    /** flock(2): release. */
    public static final int LOCK_UN = 8;

    /** open(2): do not wait, for instance for the other end of a pipe. */
    public static final int O_NONBLOCK = 04000;

    /** socket(2): within this host; {@code bits/socket.h}. */
    public static final int AF_UNIX = 1;

    /** socket(2): datagrams. */
    public static final int SOCK_DGRAM = 2;

    /** getsockopt(2): what all sockets have; {@code asm-generic/socket.h}. */
    public static final int SOL_SOCKET = 1;

    /** getsockopt(2): the number of the socket's network namespace, 8 bytes, used once until reboot; Linux 5.14. */
    public static final int SO_NETNS_COOKIE = 71;

    /** ioctl(2): which {@code CLONE_NEW*} the namespace is of; {@code linux/nsfs.h}. */
    public static final long NS_GET_NSTYPE = 0xb703;

    private static final int SOCK_CLOEXEC = 02000000;

    // linux/mount.h; the C library has no functions for them before glibc 2.36, but most architectures share the
    // numbers, x86-64 and ARM among them: asm-generic/unistd.h.
    private static final long SYS_FSOPEN = 430;
    private static final long SYS_FSCONFIG = 431;
    private static final long SYS_FSMOUNT = 432;
    private static final long FSOPEN_CLOEXEC = 1;
    private static final long FSMOUNT_CLOEXEC = 1;
    private static final long FSCONFIG_CMD_CREATE = 6;

    /** The charset in which Java's own file operations write paths; the default charset may be another one. */
    private static final Charset PATHS = pathCharset();

    private Syscalls() {}

    private static Charset pathCharset() {
        String name = System.getProperty("sun.jnu.encoding", "UTF-8");
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }

    /** One call of the C library. */
    @FunctionalInterface
    private interface Call {
        long on(LibC libc);
    }

    /** One call on a descriptor, which stays open meanwhile. */
    @FunctionalInterface
    private interface DescriptorCall {
        long on(LibC libc, int fd);
    }

    private static int on(String operation, Descriptor descriptor, String more, DescriptorCall call) {
        return descriptor.use(fd -> check(operation, () -> descriptor + more, libc -> call.on(libc, fd)));
    }

    // The error number is read right after the call, on the same thread, before anything else can change it.
    private static int check(String operation, Supplier<String> arguments, Call call) {
        LibC libc = CLibrary.get();
        while (true) {
            long answer = call.on(libc);
            if (answer >= 0) {
                return Math.toIntExact(answer);
            }
            int number = CLibrary.errno();
            if (number != Errno.EINTR.number()) {
                throw new NativeException(operation, arguments.get(), number);
            }
        }
    }

    private static String namespaces(int flags) {
        return switch (flags) {
            case CLONE_NEWNET -> "CLONE_NEWNET";
            case CLONE_NEWNS -> "CLONE_NEWNS";
            case CLONE_NEWUSER -> "CLONE_NEWUSER";
            default -> "0x" + Integer.toHexString(flags);
        };
    }

    /** Reads a file's name as Java's own file operations do. */
    static String fileName(byte[] bytes) {
        return new String(bytes, PATHS);
    }

    private static byte[] path(Path path) {
        return bytes(path.toString());
    }

    private static byte @Nullable [] bytesOrNull(@Nullable String text) {
        return text == null ? null : bytes(text);
    }

    private static byte[] bytes(String text) {
        byte[] bytes = text.getBytes(PATHS);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /**
     * Loads the C library, which the first call does otherwise; that takes about 0.2 s.
     *
     * @throws io.podnet.netns.NetnsException if that fails; says what may be in the way
     */
    public static void load() {
        CLibrary.get();
    }

    /**
     * Opens a file, open(2). {@link #O_CLOEXEC} is added.
     *
     * @param path the file
     * @param flags how to open it
     * @param mode its permissions if it is made, less the umask
     * @return the descriptor, to be closed by the caller
     * @throws NativeException if that fails
     */
    public static Descriptor open(Path path, int flags, int mode) {
        byte[] bytes = path(path);
        int fd = check("open", path::toString, libc -> libc.open(bytes, flags | O_CLOEXEC, mode));
        return new Descriptor(fd, path.toString());
    }

    /** Closes a descriptor, close(2); on Linux it is closed whatever the answer is, so nothing is thrown. */
    static void close(int fd) {
        CLibrary.get().close(fd);
    }

    /**
     * Moves the calling thread into a namespace, setns(2).
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN in the user namespace that owns it and in the thread's own.
     *
     * @param namespace a namespace
     * @param type its type, such as {@link #CLONE_NEWNET}
     * @throws NativeException if that fails
     * @throws IllegalStateException on a virtual thread, whose carrier would change its namespace under other threads
     */
    public static void setns(Descriptor namespace, int type) {
        VirtualThreads.refuse("setns");
        on("setns", namespace, ", " + namespaces(type), (libc, fd) -> libc.setns(fd, type));
    }

    /**
     * Moves the calling thread into new namespaces, unshare(2).
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN.
     *
     * @param flags which, such as {@link #CLONE_NEWNET}
     * @throws NativeException if that fails
     * @throws IllegalStateException on a virtual thread, whose carrier would change its namespace under other threads
     */
    public static void unshare(int flags) {
        VirtualThreads.refuse("unshare");
        check("unshare", () -> namespaces(flags), libc -> libc.unshare(flags));
    }

    /**
     * Mounts, binds, moves or changes the propagation of a mount, mount(2).
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN.
     *
     * @param source what to mount, or null where the kernel ignores it
     * @param target where
     * @param type the type of the file system, or null where the kernel ignores it
     * @param flags how
     * @param data options of the file system, or null
     * @throws NativeException if that fails
     */
    public static void mount(
            @Nullable String source, Path target, @Nullable String type, long flags, @Nullable String data) {
        byte[] bytes = path(target);
        check(
                "mount",
                () -> (source == null ? "" : source + ", ") + target + (type == null ? "" : ", " + type),
                libc -> libc.mount(bytesOrNull(source), bytes, bytesOrNull(type), flags, bytesOrNull(data)));
    }

    /**
     * Unmounts, umount2(2).
     *
     * <p><b>Privileges</b>: CAP_SYS_ADMIN.
     *
     * @param target what is mounted on
     * @param flags how, such as {@link #MNT_DETACH}
     * @throws NativeException if that fails; EINVAL if nothing is mounted there
     */
    public static void unmount(Path target, int flags) {
        byte[] bytes = path(target);
        check("umount", target::toString, libc -> libc.umount2(bytes, flags));
    }

    /**
     * Deletes a file's name, unlink(2).
     *
     * @param path the file
     * @throws NativeException if that fails; EBUSY if something is mounted on it
     */
    public static void unlink(Path path) {
        byte[] bytes = path(path);
        check("unlink", path::toString, libc -> libc.unlink(bytes));
    }

    /**
     * Takes or releases an advisory lock that belongs to the open file, flock(2): the kind that host-local and netavark
     * use, which Java's FileChannel does not see.
     *
     * @param file an open file
     * @param operation such as {@link #LOCK_EX}
     * @throws NativeException if that fails; EAGAIN if {@link #LOCK_NB} was given and another holds the lock
     */
    public static void flock(Descriptor file, int operation) {
        on("flock", file, ", " + operation, (libc, fd) -> libc.flock(fd, operation));
    }

    /**
     * Writes a file to disk, fsync(2).
     *
     * @param file an open file
     * @throws NativeException if that fails
     */
    public static void fsync(Descriptor file) {
        on("fsync", file, "", (libc, fd) -> libc.fsync(fd));
    }

    /**
     * Controls a pseudo file by a request that takes a number, ioctl(2).
     *
     * @param file an open file
     * @param request the request, such as {@link #NS_GET_NSTYPE}
     * @param argument its argument
     * @return the answer
     * @throws NativeException if that fails; ENOTTY if the file does not know the request
     */
    public static int ioctl(Descriptor file, long request, long argument) {
        return on("ioctl", file, ", 0x" + Long.toHexString(request), (libc, fd) -> libc.ioctl(fd, request, argument));
    }

    /** Asks by a request that takes a structure and fills it, ioctl(2): a direct buffer, from its position on. */
    static void ioctl(Descriptor file, long request, ByteBuffer argument) {
        direct(argument);
        on("ioctl", file, ", 0x" + Long.toHexString(request), (libc, fd) -> libc.ioctl(fd, request, argument));
    }

    /**
     * Opens a socket, socket(2). It belongs to the network namespace of the calling thread for good, and may be used from
     * any thread. Children do not inherit it.
     *
     * @param domain the address family
     * @param type the type
     * @param protocol the protocol
     * @return the descriptor, to be closed by the caller
     * @throws NativeException if that fails
     */
    public static Descriptor socket(int domain, int type, int protocol) {
        String arguments = domain + ", " + type + ", " + protocol;
        int fd = check("socket", () -> arguments, libc -> libc.socket(domain, type | SOCK_CLOEXEC, protocol));
        return new Descriptor(fd, "socket(" + arguments + ")");
    }

    /**
     * Gives a socket its address, bind(2).
     *
     * @param socket a socket
     * @param address the address, from position to limit of a direct buffer
     * @throws NativeException if that fails
     */
    public static void bind(Descriptor socket, ByteBuffer address) {
        direct(address);
        on("bind", socket, "", (libc, fd) -> libc.bind(fd, address, address.remaining()));
    }

    /**
     * Connects a socket, connect(2).
     *
     * @param socket a socket
     * @param address the address, from position to limit of a direct buffer
     * @throws NativeException if that fails
     */
    public static void connect(Descriptor socket, ByteBuffer address) {
        direct(address);
        on("connect", socket, "", (libc, fd) -> libc.connect(fd, address, address.remaining()));
    }

    /**
     * Reads a socket's address, getsockname(2).
     *
     * @param socket a socket
     * @param address receives the address from its position on; its limit is set to the end
     * @throws NativeException if that fails
     */
    public static void getsockname(Descriptor socket, ByteBuffer address) {
        int[] length = {address.remaining()};
        direct(address);
        on("getsockname", socket, "", (libc, fd) -> libc.getsockname(fd, address, length));
        address.limit(address.position() + Math.min(length[0], address.remaining()));
    }

    /**
     * Sends, send(2).
     *
     * @param socket a socket
     * @param buffer what to send, from position to limit of a direct buffer; neither is moved
     * @param flags how
     * @return how many bytes were sent
     * @throws NativeException if that fails
     */
    public static int send(Descriptor socket, ByteBuffer buffer, int flags) {
        direct(buffer);
        return on("send", socket, "", (libc, fd) -> libc.send(fd, buffer, buffer.remaining(), flags));
    }

    /**
     * Receives, recv(2).
     *
     * @param socket a socket
     * @param buffer receives bytes from its position on; neither position nor limit is moved
     * @param flags how
     * @return how many bytes came; with MSG_TRUNC, how many there were
     * @throws NativeException if that fails; EAGAIN if the socket's receive timeout ran out
     */
    public static int receive(Descriptor socket, ByteBuffer buffer, int flags) {
        direct(buffer);
        return on("recv", socket, "", (libc, fd) -> libc.recv(fd, buffer, buffer.remaining(), flags));
    }

    /**
     * Reads from a place in a file, pread(2): at 0, files of {@code /proc} are made anew.
     *
     * @param file an open file
     * @param buffer receives bytes from its position on; a direct one, of which neither position nor limit is moved
     * @param offset where to begin, in bytes
     * @return how many bytes there were
     * @throws NativeException if that fails
     */
    public static int read(Descriptor file, ByteBuffer buffer, long offset) {
        direct(buffer);
        return on("pread", file, "", (libc, fd) -> libc.pread(fd, buffer, buffer.remaining(), offset));
    }

    /**
     * Reads an option of a socket, getsockopt(2).
     *
     * @param socket a socket
     * @param level the protocol level
     * @param option the option
     * @param value receives the value from its position on, in a direct buffer; its limit is set to the end
     * @throws NativeException if that fails
     */
    public static void getsockopt(Descriptor socket, int level, int option, ByteBuffer value) {
        int[] length = {value.remaining()};
        direct(value);
        on(
                "getsockopt",
                socket,
                ", " + level + ", " + option,
                (libc, fd) -> libc.getsockopt(fd, level, option, value, length));
        value.limit(value.position() + Math.min(length[0], value.remaining()));
    }

    /**
     * Sets an option of a socket, setsockopt(2).
     *
     * @param socket a socket
     * @param level the protocol level
     * @param option the option
     * @param value the value, from position to limit of a direct buffer
     * @throws NativeException if that fails
     */
    public static void setsockopt(Descriptor socket, int level, int option, ByteBuffer value) {
        direct(value);
        on(
                "setsockopt",
                socket,
                ", " + level + ", " + option,
                (libc, fd) -> libc.setsockopt(fd, level, option, value, value.remaining()));
    }

    /**
     * Sets an option of a socket that is a number, setsockopt(2).
     *
     * @param socket a socket
     * @param level the protocol level
     * @param option the option
     * @param value the value
     * @throws NativeException if that fails
     */
    public static void setsockopt(Descriptor socket, int level, int option, int value) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        setsockopt(socket, level, option, buffer.putInt(0, value));
    }

    /**
     * Reads, read(2), into a direct buffer from its position on, neither of whose position nor limit is moved; 0 if a file
     * that does not wait has nothing: that is too usual for an exception.
     */
    static int read(Descriptor file, ByteBuffer buffer) {
        direct(buffer);
        return on("read", file, "", (libc, fd) -> {
            long answer = libc.read(fd, buffer, buffer.remaining());
            return answer < 0 && CLibrary.errno() == Errno.EAGAIN.number() ? 0 : answer;
        });
    }

    /** Begins to watch a file, inotify_init1(2) and inotify_add_watch(2), with a descriptor that never waits. */
    static Descriptor watch(Path path, int mask) {
        int fd = check("inotify_init1", path::toString, libc -> libc.inotify_init1(O_NONBLOCK | O_CLOEXEC));
        Descriptor watch = new Descriptor(fd, "inotify of " + path);
        try {
            byte[] bytes = path(path);
            on("inotify_add_watch", watch, "", (libc, number) -> libc.inotify_add_watch(number, bytes, mask));
            return watch;
        } catch (RuntimeException e) {
            watch.close();
            throw e;
        }
    }

    /**
     * Mounts a file system where nobody sees it, fsopen(2), fsconfig(2) and fsmount(2), Linux 5.2: it goes with the
     * descriptor, which leads to its root.
     */
    static Descriptor mountUnseen(String type) {
        byte[] name = bytes(type);
        int number = check("fsopen", () -> type, libc -> libc.syscall(SYS_FSOPEN, name, FSOPEN_CLOEXEC));
        try (Descriptor context = new Descriptor(number, "context of " + type)) {
            on("fsconfig", context, "", (libc, fd) -> libc.syscall(SYS_FSCONFIG, fd, FSCONFIG_CMD_CREATE, 0, 0, 0));
            int mount =
                    on("fsmount", context, "", (libc, fd) -> libc.syscall(SYS_FSMOUNT, fd, FSMOUNT_CLOEXEC, 0, 0, 0));
            return new Descriptor(mount, "mount of " + type);
        }
    }

    private static void direct(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("buffer is not direct: the kernel would fill a copy");
        }
    }
}
