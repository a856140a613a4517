// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.process;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What a helper has printed into its log file so far. */
public final class HelperLog {
    private static final int LAST_LINES = 10;
    private static final long MAX_BYTES = 64 * 1024;
    private static final long MAX_FILE = 1024 * 1024;

    private final Path file;

    HelperLog(Path file) {
        this.file = file;
    }

    /** Empties the logs of a directory that have grown beyond a megabyte: a helper may run for months. */
    public static void trim(Path directory) throws IOException {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "*.log")) {
            for (Path log : logs) {
                if (Files.size(log) > MAX_FILE) {
                    FileChannel.open(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                            .close();
                }
            }
        } catch (NoSuchFileException e) {
            // Its helper has just been stopped.
        }
    }

    List<String> lines() {
        try (var channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - MAX_BYTES));
            var stream = Channels.newInputStream(channel);
            String text = new String(stream.readNBytes((int) MAX_BYTES), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !isNoise(line)).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    List<String> lastLines() {
        List<String> lines = lines();
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    }

    // pasta complains about a missing syslog before each line it prints.
    private static boolean isNoise(String line) {
        return line.isBlank() || line.matches("Failed to send \\d+ bytes to syslog");
    }
}
