// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.event;

import io.podnet.api.PodnetEvent;
import io.podnet.api.spi.PodnetListener;
import io.podnet.base.FileLocks.Held;
import io.podnet.base.Undisturbed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events to a file that all podnets of this root share, one line each. When the file is full it becomes the one
 * before, and what was that is gone.
 */
public final class EventLog implements PodnetListener {
    /** How much one file holds, in bytes: some 4000 events. */
    private static final int FULL = 1 << 20;

    private static final Set<OpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class.getPackageName());

    private final EventLogFiles files;
    private final int full;
    private final AtomicBoolean complained = new AtomicBoolean();

    /**
     * Writes to a log.
     *
     * @param state the directory of the log
     * @param locks the directory of locks
     */
    public EventLog(Path state, Path locks) {
        this(EventLogFiles.in(state, locks), FULL);
    }

    EventLog(EventLogFiles files, int full) {
        this.files = files;
        this.full = full;
    }

    @Override
    public void happened(PodnetEvent event) {
        byte[] line = (EventJson.write(event) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            append(line);
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            // Whoever interrupts the work wants it to end, not that nobody hears of what it has done.
            Undisturbed.call(() -> {
                try {
                    append(line);
                } catch (IOException again) {
                    complain(again);
                }
                return true;
            });
        } catch (IOException e) {
            complain(e);
        }
    }

    private void append(byte[] line) throws IOException {
        try (Held lock = files.exclusive()) {
            if (Files.isRegularFile(files.now(), LinkOption.NOFOLLOW_LINKS)
                    && Files.size(files.now()) + line.length > full) {
                Files.move(
                        files.now(),
                        files.before(),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
            try (FileChannel channel = FileChannel.open(files.now(), OPTIONS, EventLogFiles.ownersOnly("rw-------"))) {
                long end = channel.size();
                ByteBuffer bytes = ByteBuffer.wrap(endsInLine(channel, end) ? line : withNewline(line));
                while (bytes.hasRemaining()) {
                    end += channel.write(bytes, end);
                }
            }
        }
    }

    // A writer that was killed may have left half a line.
    private static boolean endsInLine(FileChannel channel, long size) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return size == 0 || (channel.read(last, size - 1) == 1 && last.get(0) == '\n');
    }

    private static byte[] withNewline(byte[] line) {
        return ByteBuffer.allocate(line.length + 1).put((byte) '\n').put(line).array();
    }

    private void complain(IOException e) {
        if (complained.compareAndSet(false, true)) {
            LOG.warn("events cannot be written to {}: {}", files.now(), e.toString());
        }
        LOG.debug("an event is lost", e);
    }
}
