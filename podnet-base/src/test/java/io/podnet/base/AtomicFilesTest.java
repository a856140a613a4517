package io.podnet.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.AtomicFiles.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    void knowsTheTemporaryFilesOfAKilledWriter() {
        assertThat(AtomicFiles.isTemporary(directory.resolve(".podnet-tmp-1f"))).isTrue();
        assertThat(AtomicFiles.isTemporary(directory.resolve("record"))).isFalse();
    }

    private Stream<Path> files() throws IOException {
        try (Stream<Path> listed = Files.list(directory)) {
            return listed.toList().stream();
        }
    }
}
