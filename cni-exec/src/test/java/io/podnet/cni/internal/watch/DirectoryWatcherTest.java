// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch of networks as a whole is tested by NetworkDirectoryTest; this is what hits it once in a hundred runs. */
class DirectoryWatcherTest {
    @Test
    void watchesAFolderThatCameBetweenTheLookAndTheWatchOfItsParent(@TempDir Path directory) throws Exception {
        Path folder = directory.resolve("folder");
        AtomicInteger looks = new AtomicInteger();
        Semaphore calls = new Semaphore(0);
        try (DirectoryWatcher watcher = DirectoryWatcher.start(
                () -> {
                    if (looks.getAndIncrement() == 0) {
                        create(folder);
                        return List.of(directory);
                    }
                    return List.of(directory, folder);
                },
                Duration.ofMillis(10),
                calls::release)) {
            assertThat(calls.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            Files.createFile(folder.resolve("x.conf"));
            assertThat(calls.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectory(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
