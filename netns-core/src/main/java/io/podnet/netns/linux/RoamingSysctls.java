// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.base.InvalidValueException;
import io.podnet.netns.NetnsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and changes parameters of the kernel's network, as {@link Sysctl} does, for those who visit many network namespaces.
 *
 * <p>By way of {@code /proc}, the first look into a namespace's parameters takes the longer the more namespaces have been looked
 * into, and from then on so does everybody's: {@code /proc/sys/net} of all of them have one name and one parent, among
 * which the kernel searches (proc_sys_compare() of fs/proc/proc_sysctl.c). So this mounts a {@code proc} of its own, where
 * nobody else sees it, and another one after some visits. Where that is not allowed, where {@code /proc/sys} is read-only when
 * it would be mounted, where a security module refuses what is reached in this way, and before Linux 5.8, where all mounts
 * of a {@code proc} are one, it goes by {@code /proc}.
 *
 * <p><b>Threads</b>: any. What it reads and changes is the network namespace of the calling thread.
 *
 * <p><b>Privileges</b>: as {@link Sysctl}; for the mount CAP_SYS_ADMIN. A system call filter that kills who mounts, rather
 * than refuse it, kills the JVM.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class RoamingSysctls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoamingSysctls.class.getPackageName());

    /** A mount costs as much as finding one among some hundred namespaces. */
    private static final int VISITS = 64;

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path ANY = Sysctl.NET.resolve("ipv4/ip_forward");

    /** Whoever uses the mount reads, whoever replaces it writes. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private final AtomicInteger visits = new AtomicInteger();
    private @Nullable Descriptor proc;

    /** Whether there shall be none any more. */
    private volatile boolean isUseless;

    /** Mounts nothing yet. */
    public RoamingSysctls() {}

    /**
     * Reads a parameter.
     *
     * @param key its path below {@code /proc/sys}, such as {@code net/ipv4/conf/eth0.7/forwarding}
     * @return its value, without the line break at its end
     * @throws InvalidValueException if the key leads out of {@code net}
     * @throws NetnsException if it cannot be read; caused by {@link NoSuchFileException} if it is not there
     */
    public String read(String key) {
        Path file = Sysctl.file(key);
        return at(file, each -> Sysctl.read(each, key));
    }

    /**
     * Changes a parameter.
     *
     * @param key its path below {@code /proc/sys}
     * @param value its new value
     * @throws InvalidValueException if the key leads out of {@code net}
     * @throws NetnsException if it cannot be changed
     */
    public void write(String key, String value) {
        Path file = Sysctl.file(key);
        at(file, each -> {
            Sysctl.write(each, key, value);
            return value;
        });
    }

    private <T> T at(Path file, Function<Path, T> use) {
        if (visits.getAndIncrement() % VISITS == 0) {
            renew();
        }
        lock.readLock().lock();
        try {
            if (proc != null && !isUseless) {
                return use.apply(
                        DESCRIPTORS.resolve(String.valueOf(proc.number())).resolve(Sysctl.PROC.relativize(file)));
            }
        } catch (NetnsException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                throw e;
            }
            // What /proc says to it is what counts. If that is another thing, somebody does not want the mount used.
            T result = use.apply(file);
            isUseless = true;
            return result;
        } finally {
            lock.readLock().unlock();
        }
        return use.apply(file);
    }

    private void renew() {
        lock.writeLock().lock();
        try {
            Descriptor old = proc;
            // Whoever has mounted /proc/sys read-only has meant it.
            proc = !isUseless && Files.isWritable(ANY) ? mount() : null;
            if (old != null) {
                old.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private @Nullable Descriptor mount() {
        try {
            Descriptor mount = Syscalls.mountUnseen("proc");
            if (isOwn(mount)) {
                return mount;
            }
            mount.close();
            LOG.debug("sysctls are looked for in /proc: all mounts of a proc are one here");
        } catch (NetnsException e) {
            if (isPassing(e)) {
                return null;
            }
            LOG.debug("sysctls are looked for in /proc: {}", e.getMessage());
        }
        isUseless = true;
        return null;
    }

    /** Too many open files, or no memory; not that it is not allowed, that there is no such call, or no C library. */
    private static boolean isPassing(NetnsException e) {
        return e instanceof NativeException failure
                && (failure.is(Errno.EMFILE)
                        || failure.is(Errno.ENFILE)
                        || failure.is(Errno.ENOMEM)
                        || failure.is(Errno.ENOSPC));
    }

    private static boolean isOwn(Descriptor mount) {
        try {
            Path root = DESCRIPTORS.resolve(String.valueOf(mount.number()));
            return !Files.getAttribute(root, "unix:dev").equals(Files.getAttribute(Sysctl.PROC, "unix:dev"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Takes the mount away; from then on it goes by {@code /proc}. */
    @Override
    public void close() {
        isUseless = true;
        renew();
    }
}
