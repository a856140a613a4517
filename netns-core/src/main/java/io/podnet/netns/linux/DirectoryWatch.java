// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Tells what was changed in a directory, whoever did it: inotify(7). The kernel takes note of a change before the call that
 * makes it returns; who holds a lock that all keep who change the directory therefore misses nothing. (The JDK's
 * {@link java.nio.file.WatchService} hands changes on by a thread, some time later.)
 *
 * <pre>{@code
 * try (DirectoryWatch watch = DirectoryWatch.open(directory)) {
 *     ... // read all files
 *     Set<String> changed = watch.changes().orElseThrow(); // later: these, and no other ones
 * }
 * }</pre>
 *
 * <p><b>Threads</b>: any, one at a time. <b>Privileges</b>: to read the directory. A user may have as many as
 * {@code fs.inotify.max_user_instances} says, usually 128.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class DirectoryWatch implements AutoCloseable {
    /** IN_CLOSE_WRITE, IN_MOVED_FROM, IN_MOVED_TO, IN_CREATE and IN_DELETE of linux/inotify.h. */
    private static final int FILES = 0x08 | 0x40 | 0x80 | 0x100 | 0x200;

    /** IN_DELETE_SELF and IN_MOVE_SELF: the path does not lead here any more. */
    private static final int SELF = 0x400 | 0x800;

    private static final int IN_ONLYDIR = 0x0100_0000;

    /** IN_UNMOUNT, IN_Q_OVERFLOW and IN_IGNORED: the kernel has stopped to take note. */
    private static final int LOST = 0x2000 | 0x4000 | 0x8000;

    /** struct inotify_event: watch, mask, cookie and length of the name, which is padded with zeros. */
    private static final int HEADER = 16;

    private static final int LONGEST = HEADER + 256;

    private final Descriptor inotify;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * LONGEST).order(ByteOrder.nativeOrder());

    private DirectoryWatch(Descriptor inotify) {
        this.inotify = inotify;
    }

    /**
     * Begins to watch.
     *
     * @param directory the directory
     * @return the watch, to be closed by the caller
     * @throws NativeException ENOENT or ENOTDIR if it is none, EMFILE if the user has too many, ENOSPC if all have too many
     */
    public static DirectoryWatch open(Path directory) {
        return new DirectoryWatch(Syscalls.watch(directory, FILES | SELF | IN_ONLYDIR));
    }

    /**
     * Lists the files that were made, written, moved or removed since this was opened or asked last.
     *
     * @return their names, whether or not they are there now; empty if that cannot be told: there were too many, or the
     *     directory itself was moved or removed. Then this watch is of no more use
     * @throws NativeException if the kernel refuses
     */
    public Optional<Set<String>> changes() {
        Set<String> names = new LinkedHashSet<>();
        int length;
        do {
            length = Syscalls.read(inotify, buffer);
            for (int at = 0; at < length; ) {
                if ((buffer.getInt(at + 4) & (SELF | LOST)) != 0) {
                    return Optional.empty();
                }
                int room = buffer.getInt(at + 12);
                names.add(name(at + HEADER, room));
                at += HEADER + room;
            }
            // As many events come at once as there is room for.
        } while (length > buffer.capacity() - LONGEST);
        return Optional.of(names);
    }

    private String name(int from, int room) {
        int length = 0;
        while (length < room && buffer.get(from + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        buffer.get(from, bytes);
        return Syscalls.fileName(bytes);
    }

    /** Ends it; further calls do nothing. */
    @Override
    public void close() {
        inotify.close();
    }

    @Override
    public String toString() {
        return inotify.toString();
    }
}
