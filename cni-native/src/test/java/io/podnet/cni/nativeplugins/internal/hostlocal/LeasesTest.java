// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostlocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.IpAddresses;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.Syscalls;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lease files as the reference plugin writes and reads them. */
class LeasesTest {
    private static final AttachmentId ID = new AttachmentId("c0ffee", "eth0");
    private static final AttachmentId OTHER = new AttachmentId("c0ffee", "eth1");
    private static final InetAddress FIVE = IpAddresses.parse("10.88.0.5");
    private static final InetAddress SIX = IpAddresses.parse("fd00::6");

    @TempDir
    private Path parent;

    private Path directory = Path.of("");

    @BeforeEach
    void nameDirectory() {
        directory = parent.resolve("networks/net");
    }

    @Test
    void writesWhatTheReferencePluginReads() throws IOException {
        try (Leases leases = Leases.open(directory)) {
            assertThat(leases.take(FIVE, ID, 0)).isTrue();
            assertThat(leases.take(SIX, ID, 1)).isTrue();
            assertThat(leases.take(FIVE, OTHER, 0)).isFalse();
            assertThat(leases.of(ID)).containsExactlyInAnyOrder(FIVE, SIX);
            assertThat(leases.of(OTHER)).isEmpty();
            assertThat(leases.last(0)).contains(FIVE);
            assertThat(leases.last(1)).contains(SIX);
            assertThat(leases.last(2)).isEmpty();
        }
        assertThat(directory.resolve("10.88.0.5")).hasContent("c0ffee\r\neth0");
        assertThat(directory.resolve("fd00::6")).hasContent("c0ffee\r\neth0");
        assertThat(directory.resolve("last_reserved_ip.0")).hasContent("10.88.0.5");
    }

    @Test
    void goesOnAfterWhatOthersHaveLeasedLast() throws IOException {
        try (Leases leases = Leases.open(directory)) {
            leases.take(FIVE, ID, 0);
        }
        Files.writeString(directory.resolve("last_reserved_ip.0"), "10.88.0.9");
        try (Leases leases = Leases.open(directory)) {
            assertThat(leases.last(0)).contains(IpAddresses.parse("10.88.0.9"));
        }
        Files.writeString(directory.resolve("last_reserved_ip.0"), "whatever");
        try (Leases leases = Leases.open(directory)) {
            assertThat(leases.last(0)).isEmpty();
        }
        Files.delete(directory.resolve("last_reserved_ip.0"));
        try (Leases leases = Leases.open(directory)) {
            assertThat(leases.last(0)).isEmpty();
        }
    }

    @Test
    void aLockThatCannotBeOpenedIsNoLackOfLeases() throws IOException {
        assertThat(Leases.openExisting(directory)).isEmpty();
        Files.createDirectories(directory);
        Files.createSymbolicLink(directory.resolve("lock"), parent.resolve("gone/lock"));
        assertThatThrownBy(() -> Leases.openExisting(directory)).isInstanceOf(NativeException.class);
    }

    @Test
    void releasesOnlyWhatIsTheAttachments() throws IOException {
        try (Leases leases = Leases.open(directory)) {
            leases.take(FIVE, ID, 0);
            leases.take(SIX, OTHER, 1);
            leases.release(ID);
            assertThat(leases.of(ID)).isEmpty();
            assertThat(leases.of(OTHER)).containsExactly(SIX);
            assertThat(leases.take(FIVE, OTHER, 0)).isTrue();
        }
        assertThat(directory.resolve("10.88.0.5")).hasContent("c0ffee\r\neth1");
    }

    @Test
    void filesOfOldGoUnlessThereAreNewerOnes() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("10.88.0.7"), "c0ffee");
        try (Leases leases = Leases.open(directory)) {
            leases.take(FIVE, ID, 0);
            assertThat(leases.of(ID)).containsExactly(FIVE, IpAddresses.parse("10.88.0.7"));
            leases.release(ID);
            assertThat(directory.resolve("10.88.0.7")).exists();
            leases.release(ID);
            assertThat(directory.resolve("10.88.0.7")).doesNotExist();
        }
    }

    @Test
    void seesWhatOthersHaveDone() throws IOException {
        try (Leases leases = Leases.open(directory)) {
            leases.take(FIVE, ID, 0);
        }
        Files.delete(directory.resolve("10.88.0.5"));
        Files.writeString(directory.resolve("fd00::6"), "  c0ffee\r\neth1\n");
        Files.writeString(directory.resolve("no-address"), "c0ffee\r\neth1");
        Files.createDirectory(directory.resolve("10.88.0.9"));
        try (Leases leases = Leases.open(directory)) {
            assertThat(leases.of(ID)).isEmpty();
            assertThat(leases.of(OTHER)).containsExactly(SIX);
            assertThat(leases.take(SIX, ID, 1)).isFalse();
            assertThat(leases.take(FIVE, ID, 0)).isTrue();
        }
        Files.writeString(directory.resolve("fd00::6"), "c0ffee\r\neth0");
        try (Leases leases = Leases.open(directory)) {
            assertThat(leases.of(ID)).containsExactlyInAnyOrder(FIVE, SIX);
            assertThat(leases.of(OTHER)).isEmpty();
        }
    }

    /** The reference plugin takes the same lock. */
    @Test
    void othersWaitUntilItIsClosed() throws IOException {
        Files.createDirectories(directory);
        try (Descriptor others = Syscalls.open(directory.resolve("lock"), Syscalls.O_RDWR | Syscalls.O_CREAT, 0600)) {
            try (Leases leases = Leases.open(directory)) {
                assertThat(leases.of(ID)).isEmpty();
                assertThatThrownBy(() -> Syscalls.flock(others, Syscalls.LOCK_EX | Syscalls.LOCK_NB))
                        .isInstanceOfSatisfying(
                                NativeException.class,
                                e -> assertThat(e.is(Errno.EAGAIN)).isTrue());
            }
            Syscalls.flock(others, Syscalls.LOCK_EX | Syscalls.LOCK_NB);
        }
    }

    @Test
    void aDirectoryThatIsAnotherOneIsReadAgain() throws IOException {
        try (Leases leases = Leases.open(directory)) {
            leases.take(FIVE, ID, 0);
        }
        Files.move(directory, parent.resolve("old"));
        assertThat(Leases.openExisting(directory)).isEmpty();
        assertThat(directory).doesNotExist();
        try (Leases leases = Leases.open(directory)) {
            assertThat(leases.of(ID)).isEmpty();
        }
        try (Leases leases = Leases.openExisting(directory).orElseThrow()) {
            assertThat(leases.take(FIVE, ID, 0)).isTrue();
        }
    }

    @Test
    void theLastAddressIsOnlyAHint() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("last_reserved_ip.0"), " 10.88.0.5\n");
        Files.writeString(directory.resolve("last_reserved_ip.1"), "nonsense");
        try (Leases leases = Leases.open(directory)) {
            assertThat(leases.last(0)).contains(FIVE);
            assertThat(leases.last(1)).isEmpty();
        }
    }

    @Test
    void knowsWhetherOneIsFree() throws IOException {
        RangeSet set = RangeSet.of(
                0,
                List.of(
                        ConfigObject.parse("{\"subnet\":\"10.88.0.0/30\"}"),
                        ConfigObject.parse(
                                "{\"subnet\":\"10.89.0.0/29\",\"gateway\":\"10.89.0.6\",\"rangeStart\":\"10.89.0.5\"}")));
        try (Leases leases = Leases.open(directory)) {
            assertThat(leases.hasFree(set)).isTrue();
            leases.take(IpAddresses.parse("10.88.0.2"), ID, 0);
            assertThat(leases.hasFree(set)).isTrue();
            leases.take(IpAddresses.parse("10.89.0.5"), ID, 0);
            assertThat(leases.hasFree(set)).isFalse();
        }
    }

    /** At once and often: clocks of file systems are too coarse to tell. */
    @Test
    void whoeverChangesTheDirectoryIsNoticed() throws IOException {
        Random random = new Random(42);
        Map<InetAddress, AttachmentId> expected = new HashMap<>();
        for (int i = 0; i < 2000; i++) {
            InetAddress address = IpAddresses.parse("10.88.1." + random.nextInt(8));
            AttachmentId owner = new AttachmentId("pod" + random.nextInt(4), "eth0");
            Path file = Files.createDirectories(directory).resolve(IpAddresses.format(address));
            switch (random.nextInt(4)) {
                case 0 -> {
                    try (Leases leases = Leases.open(directory)) {
                        assertThat(leases.take(address, owner, 0)).isEqualTo(!expected.containsKey(address));
                    }
                    expected.putIfAbsent(address, owner);
                }
                case 1 -> {
                    try (Leases leases = Leases.open(directory)) {
                        leases.release(owner);
                    }
                    expected.values().removeIf(owner::equals);
                }
                case 2 -> {
                    Files.deleteIfExists(file);
                    expected.remove(address);
                }
                default -> {
                    Files.deleteIfExists(file);
                    Files.writeString(file, Leases.owner(owner));
                    expected.put(address, owner);
                }
            }
            try (Leases leases = Leases.open(directory)) {
                for (AttachmentId each : Set.copyOf(expected.values())) {
                    assertThat(leases.of(each))
                            .containsExactlyInAnyOrderElementsOf(expected.keySet().stream()
                                    .filter(held -> each.equals(expected.get(held)))
                                    .toList());
                }
            }
        }
    }

    @Test
    void severalMayBeTheFirst() throws Exception {
        int threads = 3;
        ExecutorService first = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier together = new CyclicBarrier(threads);
            for (int i = 0; i < 300; i++) {
                List<Future<Boolean>> opened = new ArrayList<>();
                for (int thread = 0; thread < threads; thread++) {
                    AttachmentId id = new AttachmentId("pod" + thread, "eth0");
                    opened.add(first.submit(() -> {
                        together.await();
                        try (Leases leases = Leases.open(directory)) {
                            return leases.take(FIVE, id, 0);
                        }
                    }));
                }
                int taken = 0;
                for (Future<Boolean> each : opened) {
                    taken += each.get() ? 1 : 0;
                }
                assertThat(taken).isOne();
                for (String each : List.of("10.88.0.5", "last_reserved_ip.0", "lock", "")) {
                    Files.delete(directory.resolve(each));
                }
            }
        } finally {
            first.shutdown();
        }
    }

    @Test
    void oneWatchIsKeptForEachDirectoryThatIsThere() throws IOException {
        // Forgets what other tests have had.
        Leases.open(parent.resolve("networks/first")).close();
        long before = watches();
        for (int i = 0; i < 3; i++) {
            Leases.open(directory).close();
            assertThat(watches()).isEqualTo(before + 1);
        }
        Path other = parent.resolve("networks/other");
        Leases.open(other).close();
        assertThat(watches()).isEqualTo(before + 2);
        for (Path each : List.of(directory, other)) {
            Files.delete(each.resolve("lock"));
            Files.delete(each);
        }
        // Whoever opens another one notices.
        Leases.open(parent.resolve("networks/third")).close();
        assertThat(watches()).isEqualTo(before + 1);
        Leases.open(directory).close();
        assertThat(watches()).isEqualTo(before + 2);
    }

    @Test
    void moreChangesThanTheKernelRemembersAreNotMissed() throws IOException {
        try (Leases leases = Leases.open(directory)) {
            leases.take(FIVE, ID, 0);
        }
        long before = watches();
        Files.delete(directory.resolve("10.88.0.5"));
        changeOften();
        Files.writeString(directory.resolve("fd00::6"), Leases.owner(OTHER));
        try (Leases leases = Leases.open(directory)) {
            assertThat(leases.of(ID)).isEmpty();
            assertThat(leases.of(OTHER)).containsExactly(SIX);
            assertThat(watches()).isEqualTo(before);
            changeOften();
        }
        // It is of no more use.
        assertThat(watches()).isEqualTo(before - 1);
        Files.delete(directory.resolve("fd00::6"));
        try (Leases leases = Leases.open(directory)) {
            assertThat(leases.of(OTHER)).isEmpty();
            assertThat(watches()).isEqualTo(before);
        }
    }

    @Test
    void whatCouldNotBeReadIsLookedAtAgain() throws IOException {
        Leases.open(directory).close();
        long before = watches();
        Path file = directory.resolve("10.88.0.5");
        Files.createSymbolicLink(file, file);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Leases.open(directory)).isInstanceOf(FileSystemException.class);
            assertThat(watches()).isEqualTo(before - 1);
        }
        try (Descriptor others = Syscalls.open(directory.resolve("lock"), Syscalls.O_RDWR, 0)) {
            Syscalls.flock(others, Syscalls.LOCK_EX | Syscalls.LOCK_NB);
        }
        Files.delete(file);
        Files.writeString(file, Leases.owner(ID));
        try (Leases leases = Leases.open(directory)) {
            assertThat(leases.of(ID)).containsExactly(FIVE);
        }
    }

    private void changeOften() throws IOException {
        int limit;
        try (InputStream file = Files.newInputStream(Path.of("/proc/sys/fs/inotify/max_queued_events"))) {
            limit = Integer.parseInt(new String(file.readNBytes(100), StandardCharsets.UTF_8).strip());
        }
        for (int i = 0; i <= limit / 2; i++) {
            Files.delete(Files.createFile(directory.resolve("file" + i)));
        }
    }

    private static long watches() throws IOException {
        long count = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : descriptors) {
                try {
                    count += Files.readSymbolicLink(each).toString().equals("anon_inode:inotify") ? 1 : 0;
                } catch (NoSuchFileException e) {
                    // That by which the directory is read, or another thread's.
                }
            }
        }
        return count;
    }
}
