// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.nativeplugins;

import io.podnet.base.AtomicFiles;
import io.podnet.base.AtomicFiles.Durability;
import io.podnet.base.FileLocks;
import io.podnet.base.IpAddresses;
import io.podnet.cni.internal.lock.OperationLocks;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.Syscalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A floor with the files without which an attachment could not be found again after a crash, nor be shared with the reference
 * plugins: cni-exec's locks, three versions of the cache entry, a marker, and a lease under its lock. Their contents are as long
 * as the real ones, but nobody has to make, parse or compare them.
 */
final class KeptFloor implements Way {
    private static final Path HOME = Path.of("/run/bench/floor-kept");
    private static final int LOCK_MODE = 0750;

    private static final byte[] ENTRY = new byte[900];
    private static final byte[] ENTRY_WITH_RESULT = new byte[1200];
    private static final byte[] MARKER = new byte[170];

    private final Floor floor;
    private final OperationLocks locks = new OperationLocks(HOME.resolve("locks"));

    KeptFloor(Floor floor) throws IOException {
        this.floor = floor;
        Files.createDirectories(HOME);
    }

    private static Path entry(PodSpace pod) {
        return HOME.resolve("entry-" + pod.id());
    }

    private static Path marker(PodSpace pod) {
        return HOME.resolve("marker-" + pod.id());
    }

    private static Path lease(PodSpace pod) {
        return HOME.resolve(IpAddresses.format(pod.address().address()));
    }

    private static Descriptor lockLeases() {
        Descriptor lock = Syscalls.open(HOME.resolve("lock"), Syscalls.O_RDONLY | Syscalls.O_CREAT, LOCK_MODE);
        Syscalls.flock(lock, Syscalls.LOCK_EX);
        return lock;
    }

    @Override
    public void add(PodSpace pod) throws Exception {
        try (FileLocks.Held held = locks.container(pod.id())) {
            AtomicFiles.write(entry(pod), ENTRY, Durability.DISK);
            AtomicFiles.write(marker(pod), MARKER, Durability.PAGE_CACHE);
            try (Descriptor lock = lockLeases()) {
                AtomicFiles.write(lease(pod), pod.id().getBytes(StandardCharsets.UTF_8), Durability.PAGE_CACHE);
                Files.writeString(HOME.resolve("last_reserved_ip.0"), lease(pod).toString());
            }
            floor.add(pod);
            AtomicFiles.write(entry(pod), ENTRY_WITH_RESULT, Durability.PAGE_CACHE);
            AtomicFiles.write(entry(pod), ENTRY_WITH_RESULT, Durability.DISK);
        }
    }

    @Override
    public void delete(PodSpace pod) throws Exception {
        try (FileLocks.Held held = locks.container(pod.id())) {
            floor.delete(pod);
            try (Descriptor lock = lockLeases()) {
                Files.delete(lease(pod));
            }
            Files.delete(marker(pod));
            AtomicFiles.delete(entry(pod), Durability.DISK);
        }
    }

    @Override
    public void close() {
        floor.close();
    }
}
