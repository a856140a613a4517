// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.AtomicFiles.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AtomicFilesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void writesAndReplaces(Durability durability) throws IOException {
        Path file = directory.resolve("record");
        AtomicFiles.write(file, "one".getBytes(UTF_8), durability);
        AtomicFiles.write(file, "two".getBytes(UTF_8), durability);
        assertThat(file).hasContent("two");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(files()).containsExactly(file);
    }

    @Test
    void setsTheModeWhateverTheUmaskIs() throws IOException {
        Path file = directory.resolve("resolv.conf");
        AtomicFiles.write(file, new byte[0], Durability.PAGE_CACHE, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw-rw-");
    }

    @Test
    void replacesALinkInsteadOfFollowingIt() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "untouched");
        Path link = Files.createSymbolicLink(directory.resolve("link"), victim);
        AtomicFiles.write(link, "mine".getBytes(UTF_8), Durability.DISK);
        assertThat(victim).hasContent("untouched");
        assertThat(Files.isSymbolicLink(link)).isFalse();
    }

    @Test
    void takesNamesOfTheGreatestLength() throws IOException {
        Path file = directory.resolve("x".repeat(255));
        AtomicFiles.write(file, "fits".getBytes(UTF_8), Durability.DISK);
        assertThat(file).hasContent("fits");
    }

    @Test
    void leavesNothingWhenItFails() throws IOException {
        Path taken = Files.createDirectories(directory.resolve("taken/inner")).getParent();
        assertThatThrownBy(() -> AtomicFiles.write(taken, new byte[1], Durability.DISK))
                .isInstanceOf(IOException.class);
        assertThat(files()).containsExactly(taken);
    }

    @Test
    void deletesOnce() throws IOException {
        Path file = Files.createFile(directory.resolve("record"));
        assertThat(AtomicFiles.delete(file, Durability.DISK)).isTrue();
        assertThat(AtomicFiles.delete(file, Durability.DISK)).isFalse();
    }

    @Test
    void knowsTheTemporaryFilesOfWritersThatLiveNoMore() throws Exception {
        ProcessIdentity self = ProcessIdentity.current();
        Path ours = Files.createFile(temporary(self.pid(), self.startTicks()));
        // The same process id, given to another process since.
        Path killed = Files.createFile(temporary(self.pid(), self.startTicks() - 1));
        Path none = Files.createFile(temporary(Integer.MAX_VALUE, 1));
        Files.createFile(directory.resolve("record"));
        Files.createFile(directory.resolve(".podnet-tmp-1f"));
        Files.createDirectory(temporary(Integer.MAX_VALUE, 2));
        Files.createSymbolicLink(temporary(Integer.MAX_VALUE, 3), none);
        assertThat(AtomicFiles.abandoned(directory)).containsExactlyInAnyOrder(killed, none);
        assertThat(AtomicFiles.isTemporary(ours)).isTrue();
        assertThat(AtomicFiles.isTemporary(directory.resolve("record"))).isFalse();
        assertThat(AtomicFiles.abandoned(directory.resolve("nowhere"))).isEmpty();
        assertThat(AtomicFiles.abandoned(directory.resolve("record"))).isEmpty();
    }

    private Path temporary(long pid, long startTicks) {
        return directory.resolve(".podnet-tmp-" + pid + "-" + startTicks + "-1f");
    }

    /** As somebody does to whom this process looks dead, or is out of sight. */
    @Test
    void writesAgainWhatSomebodyTookForAbandoned() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger removed = new AtomicInteger();
        Thread remover = new Thread(() -> {
            // Less often than a write is tried.
            while (!done.get() && removed.get() < 2) {
                try {
                    for (Path each : files().filter(AtomicFiles::isTemporary).toList()) {
                        if (Files.deleteIfExists(each)) {
                            removed.incrementAndGet();
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        remover.start();
        try {
            Path file = directory.resolve("record");
            for (int i = 0; i < 100_000 && removed.get() < 2; i++) {
                byte[] content = ("number " + i).getBytes(UTF_8);
                AtomicFiles.write(file, content, Durability.PAGE_CACHE);
                assertThat(file).hasBinaryContent(content);
            }
        } finally {
            done.set(true);
            remover.join();
        }
        assertThat(removed).as("files that were taken away").hasValueGreaterThanOrEqualTo(1);
    }

    private Stream<Path> files() throws IOException {
        try (Stream<Path> listed = Files.list(directory)) {
            return listed.toList().stream();
        }
    }
}
