// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.event;

import io.podnet.api.PodnetEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of the log, read line by line, wherever it is moved meanwhile. */
final class EventFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFile.class.getPackageName());

    private final RandomAccessFile file;
    private final Object key;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[1 << 16];

    private EventFile(RandomAccessFile file, Object key) {
        this.file = file;
        this.key = key;
    }

    /** Opens a file, if there is one; the caller keeps others from moving it. */
    static Optional<EventFile> open(Path path) throws IOException {
        @Nullable Object key = key(path);
        // Not a channel: an interrupt would close that.
        return key == null
                ? Optional.empty()
                : Optional.of(new EventFile(new RandomAccessFile(path.toFile(), "r"), key));
    }

    // Device and inode; the kernel uses none again while the file is open.
    private static @Nullable Object key(Path path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isRegularFile() ? attributes.fileKey() : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    boolean isAt(Path path) throws IOException {
        return key.equals(key(path));
    }

    boolean isSameAs(EventFile other) {
        return key.equals(other.key);
    }

    /** Reads on to the end of the last whole line. */
    void read(Consumer<PodnetEvent> consumer) throws IOException {
        for (int count = file.read(buffer); count > 0; count = file.read(buffer)) {
            for (int i = 0; i < count; i++) {
                if (buffer[i] == '\n') {
                    EventJson.read(line.toString(StandardCharsets.UTF_8)).ifPresent(consumer);
                    line.reset();
                } else {
                    line.write(buffer[i]);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.debug("a file that was only read", e);
        }
    }
}
