// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWatchTest {
    @TempDir
    Path directory;

    @Test
    void whatWasChangedIsNamedOnceAndNothingElse() throws Exception {
        Files.writeString(directory.resolve("old"), "");
        Files.writeString(directory.resolve("removed"), "");
        try (DirectoryWatch watch = DirectoryWatch.open(directory)) {
            assertThat(watch.changes()).contains(Set.of());
            Files.writeString(directory.resolve("new"), "1");
            Files.writeString(directory.resolve("new"), "2");
            Files.move(directory.resolve("old"), directory.resolve("moved"));
            Files.delete(directory.resolve("removed"));
            Files.createLink(directory.resolve("link"), directory.resolve("new"));
            assertThat(watch.changes()).contains(Set.of("new", "old", "moved", "removed", "link"));
            Files.readString(directory.resolve("new"));
            assertThat(watch.changes()).contains(Set.of());
        }
    }

    @Test
    void moreThanOneReadHolds() throws Exception {
        Set<String> names = new LinkedHashSet<>();
        try (DirectoryWatch watch = DirectoryWatch.open(directory)) {
            for (int i = 0; i < 300; i++) {
                String name = "x".repeat(1 + i % 250) + i;
                Files.createFile(directory.resolve(name));
                names.add(name);
            }
            assertThat(watch.changes()).contains(names);
        }
    }

    @Test
    void tooManyAreNotGuessed() throws Exception {
        int limit;
        try (InputStream file = Files.newInputStream(Path.of("/proc/sys/fs/inotify/max_queued_events"))) {
            limit = Integer.parseInt(new String(file.readNBytes(100), StandardCharsets.UTF_8).strip());
        }
        try (DirectoryWatch watch = DirectoryWatch.open(directory)) {
            for (int i = 0; i <= limit / 2; i++) {
                Files.delete(Files.createFile(directory.resolve("file" + i)));
            }
            assertThat(watch.changes()).isEmpty();
        }
    }

    @Test
    void aDirectoryThatIsNotThereAnyMore() throws Exception {
        Path moved = Files.createDirectory(directory.resolve("moved"));
        Path removed = Files.createDirectory(directory.resolve("removed"));
        try (DirectoryWatch one = DirectoryWatch.open(moved);
                DirectoryWatch two = DirectoryWatch.open(removed)) {
            Files.move(moved, directory.resolve("elsewhere"));
            assertThat(one.changes()).isEmpty();
            Files.delete(removed);
            assertThat(two.changes()).isEmpty();
        }
        assertThatThrownBy(() -> DirectoryWatch.open(removed))
                .isInstanceOfSatisfying(
                        NativeException.class,
                        e -> assertThat(e.is(Errno.ENOENT)).isTrue())
                .hasMessageContaining("inotify_add_watch")
                .hasMessageContaining(removed.toString());
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> DirectoryWatch.open(file)).isInstanceOf(NativeException.class);
    }
}
