// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Locks that hold across the threads of this JVM and across processes, each on a file of its own.
 *
 * <p>Between processes they are {@code fcntl} locks (which do not exclude {@code flock(2)} holders); within the JVM, where
 * {@code fcntl} locks do not exclude anyone, they are read-write locks. A lock belongs to the thread that took it, is
 * released by the same thread, and is not to be taken twice.
 *
 * <p>The lock file lies outside the directory that it protects and is never removed by podnet; if somebody else replaced
 * it between opening and locking, the lock is taken again on the new file.
 *
 * <p><b>Threads</b>: any; taking a lock blocks until it is free.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FileLocks {
    private static final long POLL_NANOS = 2_000_000;
    private static final Map<Path, Shared> LOCKS = new HashMap<>();

    private FileLocks() {}

    /**
     * A lock that is held until it is closed.
     *
     * @since 0.1
     */
    public interface Held extends AutoCloseable {
        /** Releases the lock; to be called once, by the thread that took it. */
        @Override
        void close();
    }

    /**
     * Takes a lock that excludes everybody else.
     *
     * @param file the lock file; made if it is missing, mode 0600, in a directory that exists
     * @return the lock
     * @throws InterruptedIOException if the thread is interrupted; it stays so
     * @throws IOException if the file cannot be opened
     */
    public static Held exclusive(Path file) throws IOException {
        return lock(file, false);
    }

    /**
     * Takes a lock that excludes everybody else, if nobody holds it.
     *
     * @param file the lock file; made if it is missing, mode 0600, in a directory that exists
     * @return the lock; empty if somebody else has it
     * @throws IOException if the file cannot be opened
     */
    public static Optional<Held> tryExclusive(Path file) throws IOException {
        Shared entry = enter(file);
        if (entry.threads.writeLock().tryLock()) {
            try {
                if (entry.tryLockFile()) {
                    return Optional.of(held(entry, entry.threads.writeLock()));
                }
            } catch (IOException | RuntimeException e) {
                entry.threads.writeLock().unlock();
                release(entry);
                throw e;
            }
            entry.threads.writeLock().unlock();
        }
        release(entry);
        return Optional.empty();
    }

    /**
     * Takes a lock that excludes only holders of the exclusive one.
     *
     * @param file the lock file; made if it is missing, mode 0600, in a directory that exists
     * @return the lock
     * @throws InterruptedIOException if the thread is interrupted; it stays so
     * @throws IOException if the file cannot be opened
     */
    public static Held shared(Path file) throws IOException {
        return lock(file, true);
    }

    private static Shared enter(Path file) {
        synchronized (LOCKS) {
            Shared entry = LOCKS.computeIfAbsent(file.toAbsolutePath().normalize(), Shared::new);
            entry.users++;
            return entry;
        }
    }

    private static Held held(Shared entry, Lock inJvm) {
        return () -> {
            entry.unlockFile();
            inJvm.unlock();
            release(entry);
        };
    }

    private static Held lock(Path file, boolean shared) throws IOException {
        Shared entry = enter(file);
        Lock inJvm = shared ? entry.threads.readLock() : entry.threads.writeLock();
        inJvm.lock();
        try {
            entry.lockFile(shared);
        } catch (IOException | RuntimeException e) {
            inJvm.unlock();
            release(entry);
            throw e;
        }
        return held(entry, inJvm);
    }

    private static void release(Shared entry) {
        synchronized (LOCKS) {
            if (--entry.users == 0) {
                LOCKS.remove(entry.file);
            }
        }
    }

    /** A way to lock an open file; null means that somebody else has it. */
    @FunctionalInterface
    private interface Locking {
        @Nullable FileLock lock(FileChannel channel) throws IOException;
    }

    /** The state of one lock file in this JVM; all its threads share one descriptor, as closing any drops the lock. */
    private static final class Shared {
        final Path file;
        final ReentrantReadWriteLock threads = new ReentrantReadWriteLock(true);
        int users;
        private int holders;
        private @Nullable FileLock fileLock;

        Shared(Path file) {
            this.file = file;
        }

        // Readers that arrive together wait for the first one's file lock here, which is what they would wait for
        // anyway.
        synchronized void lockFile(boolean shared) throws IOException {
            if (holders == 0) {
                fileLock = acquire(channel -> block(channel, shared));
            }
            holders++;
        }

        // To be called by the only thread that has the write lock, so nobody holds the file lock.
        synchronized boolean tryLockFile() throws IOException {
            fileLock = acquire(channel -> channel.tryLock());
            holders = fileLock == null ? 0 : 1;
            return fileLock != null;
        }

        synchronized void unlockFile() {
            if (--holders == 0 && fileLock != null) {
                try {
                    fileLock.acquiredBy().close();
                } catch (IOException e) {
                    // close(2) of a file that was never written releases the lock whatever it answers.
                } finally {
                    fileLock = null;
                }
            }
        }

        private @Nullable FileLock acquire(Locking locking) throws IOException {
            while (true) {
                Object before = create();
                FileChannel channel;
                try {
                    channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
                } catch (NoSuchFileException e) {
                    // Removed since: as if it had been replaced.
                    continue;
                }
                try {
                    FileLock lock = locking.lock(channel);
                    if (lock == null) {
                        channel.close();
                        return null;
                    }
                    // The name must have led to the same file before it was opened and after it was locked.
                    if (before.equals(inode())) {
                        return lock;
                    }
                    channel.close();
                } catch (FileLockInterruptionException | ClosedByInterruptException e) {
                    channel.close();
                    throw interrupted(e);
                } catch (IOException | RuntimeException e) {
                    channel.close();
                    throw e;
                }
            }
        }

        // One type for whoever wants to tell an interrupt from a file that cannot be used.
        private static InterruptedIOException interrupted(IOException cause) {
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting for a lock");
            interrupted.initCause(cause);
            return interrupted;
        }

        // Only while this JVM holds no lock on the file: closing any descriptor of it would drop the lock (fcntl(2)).
        private Object create() throws IOException {
            Object found = inode();
            while (found == null) {
                FileChannel.open(
                                file,
                                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                        .close();
                found = inode();
            }
            return found;
        }

        private @Nullable Object inode() throws IOException {
            try {
                return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            } catch (NoSuchFileException e) {
                return null;
            }
        }
    }

    /**
     * Waits for a lock. The kernel looks for deadlocks by process (fcntl(2), EDEADLK), so two JVMs whose threads hold
     * and await different files look like one although no thread waits in a circle; then the lock is polled.
     */
    private static FileLock block(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.lock(0, Long.MAX_VALUE, shared);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("deadlock")) {
                throw e;
            }
        }
        while (true) {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            if (lock != null) {
                return lock;
            }
            // Whoever is interrupted is not parked any more.
            if (Thread.currentThread().isInterrupted()) {
                throw new FileLockInterruptionException();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
