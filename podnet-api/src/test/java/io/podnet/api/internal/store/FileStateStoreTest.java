// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.PodException;
import io.podnet.base.AtomicFiles.Durability;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStateStoreTest {
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);

    @TempDir
    private Path temporary;

    private Path directory;
    private FileStateStore store;

    @BeforeEach
    void open() {
        directory = temporary.resolve("lib/podnet");
        store = new FileStateStore(directory);
    }

    @Test
    void writesReadsAndDeletes() {
        store.write(TWO, "two", Durability.DISK);
        store.write(ONE, "one", Durability.PAGE_CACHE);
        store.write(ONE, "one again", Durability.DISK);
        assertThat(store.ids()).containsExactly(ONE, TWO);
        assertThat(store.read(ONE)).contains("one again");
        store.delete(ONE);
        store.delete(ONE);
        assertThat(store.ids()).containsExactly(TWO);
        assertThat(store.read(ONE)).isEmpty();
    }

    @Test
    void touchesNothingBeforeTheFirstWrite() {
        assertThat(store.ids()).isEmpty();
        assertThat(store.read(ONE)).isEmpty();
        assertThat(store.asides()).isEmpty();
        store.delete(ONE);
        assertThat(directory).doesNotExist();
    }

    @Test
    void keepsOthersOut() throws Exception {
        store.write(ONE, "one", Durability.DISK);
        for (Path each : new Path[] {directory, directory.resolve("pods")}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rwx------");
        }
        Path file = directory.resolve("pods/" + ONE + ".json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void setsAside() {
        store.write(ONE, "one", Durability.DISK);
        store.setAside(ONE);
        store.setAside(ONE);
        assertThat(store.ids()).isEmpty();
        assertThat(store.asides())
                .containsOnlyKeys(ONE)
                .containsEntry(ONE, directory.resolve("aside/" + ONE + ".json").toString());
        store.delete(ONE);
        assertThat(store.asides()).isEmpty();
    }

    @Test
    void leavesFilesOfOtherNamesAlone() throws Exception {
        store.write(ONE, "one", Durability.DISK);
        Path pods = directory.resolve("pods");
        for (String name : new String[] {"README", ".podnet-tmp-17", "1.json", ONE + ".json~", "x" + ONE + ".json"}) {
            Files.createFile(pods.resolve(name));
        }
        assertThat(store.ids()).containsExactly(ONE);
    }

    @Test
    void followsNoLinkAndOpensNoFifo() throws Exception {
        store.write(ONE, "one", Durability.DISK);
        Path secret = Files.writeString(temporary.resolve("secret"), "secret");
        Path link = Files.createSymbolicLink(directory.resolve("pods/" + TWO + ".json"), secret);
        assertThatThrownBy(() -> store.read(TWO)).hasMessage(link + " is no plain file");
        store.write(TWO, "two", Durability.DISK);
        assertThat(link).isRegularFile();
        assertThat(secret).hasContent("secret");

        store.delete(TWO);
        assertThat(new ProcessBuilder("mkfifo", link.toString()).start().waitFor())
                .isZero();
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> store.read(TWO))
                        .isInstanceOfSatisfying(
                                PodException.class,
                                e -> assertThat(e.errorCode()).isEqualTo("pod-record-unusable"))
                        .hasMessage(link + " is no plain file"));
    }

    @Test
    void readsNothingThatIsFarTooLarge() throws Exception {
        store.write(ONE, "one", Durability.DISK);
        Path file = directory.resolve("pods/" + ONE + ".json");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        assertThatThrownBy(() -> store.read(ONE))
                .hasMessage(file + " has 1099511627776 bytes, more than a record can have");
    }

    @Test
    void listsFilesOfWritersThatLiveNoMore() throws Exception {
        assertThat(store.abandonedFiles()).isEmpty();
        store.write(ONE, "one", Durability.DISK);
        Path left = Files.createFile(directory.resolve("pods/.podnet-tmp-1-0-17"));
        assertThat(store.abandonedFiles()).containsExactly(left);
    }

    @Test
    void namesADirectoryThatCannotBe() throws Exception {
        Files.createDirectories(directory.getParent());
        Files.createFile(directory);
        assertThatThrownBy(() -> store.write(ONE, "one", Durability.DISK))
                .isInstanceOf(PodException.class)
                .hasMessageStartingWith(directory.resolve("pods") + " cannot be written: ");
    }

    @Test
    void refusesWhatIsNoId() {
        assertThatThrownBy(() -> store.write("../../etc/x", "", Durability.DISK))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.read("a")).isInstanceOf(IllegalArgumentException.class);
    }
}
