// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {
    @TempDir
    Path directory;

    @Test
    void removesWhatIsInDirectoriesThatCannotBeEntered() throws Exception {
        Path closed = Files.createDirectories(directory.resolve("run/cni/tuning"));
        Files.writeString(closed.resolve("net_eth0.json"), "{}");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-------"));
        Directories.remove(directory.resolve("run"));
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void removesLinksAndNotWhatTheyLeadTo() throws Exception {
        Path kept = Files.writeString(directory.resolve("kept"), "kept");
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.createSymbolicLink(home.resolve("link"), directory);
        Directories.remove(home);
        assertThat(home).doesNotExist();
        assertThat(kept).hasContent("kept");
    }
}
