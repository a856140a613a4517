// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.PodnetException;
import io.podnet.cni.AttachmentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMemoryTest {
    private static final AttachmentId ONE = new AttachmentId("c0ffee", "eth0");
    private static final AttachmentId TWO = new AttachmentId("c0ffee", "eth1");

    @TempDir
    private Path runtime;

    private FileMemory memory(AttachmentId attachment) {
        return new FileMemory(runtime, "net", "bridge", () -> attachment, "/run/netns/blue");
    }

    @Test
    void keepsAndForgets() throws IOException {
        Map<String, String> facts = Map.of("veth", "veth1", "chain", "x");
        assertThat(memory(ONE).facts()).isEmpty();
        assertThat(memory(ONE).all()).isEmpty();

        memory(ONE).keep(facts);
        memory(TWO).keep(Map.of());

        assertThat(memory(ONE).facts()).isEqualTo(facts);
        assertThat(memory(TWO).all()).isEqualTo(Map.of(ONE, facts, TWO, Map.of()));
        assertThat(memory(ONE).markers()).contains(new FileMemory.Marker(ONE, "/run/netns/blue", facts));
        assertThat(runtime.resolve("net/bridge/c0ffee-eth0")).exists();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(runtime.resolve("net/bridge"))))
                .isEqualTo("rwx------");
        memory(ONE).forget(TWO);
        memory(ONE).forget(TWO);
        assertThat(memory(ONE).all()).containsOnlyKeys(ONE);
        assertThat(runtime.resolve("net/bridge/c0ffee-eth1")).doesNotExist();
    }

    @Test
    void namesThatAreTooLongBecomeDigests() {
        AttachmentId longest = new AttachmentId("c".repeat(245), "eth0");
        AttachmentId tooLong = new AttachmentId("c".repeat(246), "eth0");
        memory(longest).keep(Map.of("a", "1"));
        memory(tooLong).keep(Map.of("a", "2"));

        assertThat(runtime.resolve("net/bridge/" + "c".repeat(245) + "-eth0")).exists();
        assertThat(runtime.resolve("net/bridge/" + "c".repeat(246) + "-eth0")).doesNotExist();
        assertThat(memory(tooLong).facts()).containsEntry("a", "2");
        assertThat(memory(ONE).all()).containsOnlyKeys(longest, tooLong);
    }

    @Test
    void listsWhatAKilledWriterLeft() throws IOException {
        assertThat(FileMemory.abandoned(runtime.resolve("nowhere"))).isEmpty();
        memory(ONE).keep(Map.of("a", "1"));
        assertThat(FileMemory.abandoned(runtime)).isEmpty();
        // Process 1 began at another time.
        Path left = Files.createFile(runtime.resolve("net/bridge/.podnet-tmp-1-999999999999-beef"));
        Files.createFile(runtime.resolve("no-network"));
        Files.createFile(runtime.resolve("net/no-plugin"));
        Path first = Files.createDirectories(runtime.resolve("a/bridge")).resolve(".podnet-tmp-1-999999999999-beef");
        Path last = Files.createDirectories(runtime.resolve("z/bridge")).resolve(".podnet-tmp-1-999999999999-beef");
        Files.createFile(last);
        Files.createFile(first);
        assertThat(FileMemory.abandoned(runtime)).containsExactly(first, left, last);
    }

    @Test
    void whatIsNoMarkerIsNotTakenForOne() throws IOException {
        memory(ONE).keep(Map.of("a", "1"));
        Path directory = runtime.resolve("net/bridge");
        Files.copy(directory.resolve("c0ffee-eth0"), directory.resolve("beef-eth0"));
        Files.writeString(directory.resolve("c0ffee-eth1"), "{");

        assertThat(memory(TWO).facts()).isEmpty();
        assertThat(memory(TWO).all()).containsOnlyKeys(ONE);
    }

    @Test
    void failuresNameTheFile() throws IOException {
        Files.createDirectories(runtime.resolve("net/bridge/c0ffee-eth0/in-the-way"));

        assertThatThrownBy(() -> memory(ONE).keep(Map.of()))
                .isInstanceOf(PodnetException.class)
                .hasMessageContaining("cannot write the marker ")
                .hasMessageContaining("net/bridge/c0ffee-eth0");
        assertThatThrownBy(() -> memory(TWO).forget(ONE))
                .isInstanceOf(PodnetException.class)
                .hasMessageContaining("cannot remove the marker ");
    }
}
