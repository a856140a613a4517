// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostlocal;

import io.podnet.base.AtomicFiles;
import io.podnet.base.AtomicFiles.Durability;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.cni.AttachmentId;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.Syscalls;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The leases of one network: a directory with a file per address, named by the address, that holds container and interface,
 * with CR LF between them. The reference plugin uses the same files under the same flock(2), of either of which nothing can
 * be changed.
 *
 * <p>Open for as long as the lock is held.
 */
final class Leases implements AutoCloseable {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final int LOCK_MODE = 0750;
    private static final String LAST = "last_reserved_ip.";

    private final Path directory;
    private final Descriptor lock;
    private final LeaseIndex index;
    private final List<String> taken = new ArrayList<>();

    private Leases(Path directory, Descriptor lock, LeaseIndex index) {
        this.directory = directory;
        this.lock = lock;
        this.index = index;
    }

    /** Makes the directory if need be. */
    static Leases open(Path directory) throws IOException {
        Optional<Leases> there = openExisting(directory);
        if (there.isPresent()) {
            return there.get();
        }
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
        return locked(directory);
    }

    /** Opens what is there; without a directory there are no leases, and nothing is made. */
    static Optional<Leases> openExisting(Path directory) throws IOException {
        try {
            return Optional.of(locked(directory));
        } catch (NativeException e) {
            // Asked only now: usually it is there.
            if (!Files.isDirectory(directory)) {
                return Optional.empty();
            }
            // Somebody may have made it since.
            return Optional.of(locked(directory));
        }
    }

    // Threads of this JVM exclude each other by the same lock: each has opened the file for itself.
    private static Leases locked(Path directory) throws IOException {
        Descriptor lock = Syscalls.open(directory.resolve("lock"), Syscalls.O_RDONLY | Syscalls.O_CREAT, LOCK_MODE);
        try {
            Syscalls.flock(lock, Syscalls.LOCK_EX);
            LeaseIndex index = LeaseIndex.of(directory);
            index.refresh();
            return new Leases(directory, lock, index);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Lists the addresses of an attachment. */
    List<InetAddress> of(AttachmentId attachment) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String owner : List.of(owner(attachment), attachment.containerId())) {
            for (String name : index.ownedBy(owner)) {
                try {
                    addresses.add(IpAddresses.parse(name));
                } catch (InvalidValueException e) {
                    // last_reserved_ip holds no owner, but whatever lies here may.
                }
            }
        }
        return addresses;
    }

    /** Leases an address; false if it is taken. */
    boolean take(InetAddress address, AttachmentId attachment, int set) throws IOException {
        String name = IpAddresses.format(address);
        if (index.has(name)) {
            return false;
        }
        // Whole or not there, whenever we are killed: a lease without an owner would stay for ever.
        byte[] content = owner(attachment).getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(directory.resolve(name), content, Durability.PAGE_CACHE, FILE);
        taken.add(name);
        index.add(name, owner(attachment));
        Files.write(directory.resolve(LAST + set), name.getBytes(StandardCharsets.UTF_8));
        index.add(LAST + set, name);
        return true;
    }

    /** Releases what has been leased since these were opened, no more: an attachment may have addresses already. */
    void giveBack(Exception failure) {
        for (String name : taken) {
            try {
                release(name);
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private void release(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
        index.remove(name);
    }

    /** Tells whether an address of a set is free. */
    boolean hasFree(RangeSet set) {
        for (Range range : set.ranges()) {
            InetAddress address = range.start();
            while (address.equals(range.gateway()) || index.has(IpAddresses.format(address))) {
                if (address.equals(range.end())) {
                    break;
                }
                address = Addresses.next(address);
            }
            if (!address.equals(range.gateway()) && !index.has(IpAddresses.format(address))) {
                return true;
            }
        }
        return false;
    }

    /** Gives the address that was leased last. */
    Optional<InetAddress> last(int set) {
        try {
            return index.content(LAST + set).map(IpAddresses::parse);
        } catch (InvalidValueException e) {
            // Only where to begin.
            return Optional.empty();
        }
    }

    /**
     * Releases all addresses of an attachment. Files of an age when only the container was noted go too, unless there are
     * newer ones.
     */
    void release(AttachmentId attachment) throws IOException {
        if (!releaseAll(owner(attachment))) {
            releaseAll(attachment.containerId());
        }
    }

    private boolean releaseAll(String owner) throws IOException {
        List<String> names = index.ownedBy(owner);
        for (String name : names) {
            release(name);
        }
        return !names.isEmpty();
    }

    static String owner(AttachmentId attachment) {
        return attachment.containerId() + "\r\n" + attachment.ifName();
    }

    @Override
    public void close() {
        index.settle();
        lock.close();
    }
}
