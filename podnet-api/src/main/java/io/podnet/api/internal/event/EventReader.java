// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.event;

import io.podnet.api.EventQuery;
import io.podnet.api.PodnetEvent;
import io.podnet.base.FileLocks.Held;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the log of events, and goes on reading while others write it. */
public final class EventReader {
    private static final Duration POLL = Duration.ofMillis(100);

    private final EventLogFiles files;

    /**
     * Reads a log.
     *
     * @param state the directory of the log
     * @param locks the directory of locks
     */
    public EventReader(Path state, Path locks) {
        this(EventLogFiles.in(state, locks));
    }

    EventReader(EventLogFiles files) {
        this.files = files;
    }

    /**
     * Reads events.
     *
     * @param query which
     * @param consumer is given each, in the order of the log
     * @throws UncheckedIOException if the log is there and cannot be read
     */
    public void read(EventQuery query, Consumer<PodnetEvent> consumer) {
        Instant since = query.since().orElse(query.follow() ? Instant.now() : Instant.MIN);
        Instant until = query.until().orElse(Instant.MAX);
        Consumer<PodnetEvent> wanted = event -> {
            if (!event.time().isBefore(since) && !event.time().isAfter(until)) {
                consumer.accept(event);
            }
        };
        try {
            read(query.follow(), until, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e.toString(), e);
        }
    }

    private void read(boolean follow, Instant until, Consumer<PodnetEvent> consumer) throws IOException {
        @Nullable EventFile last = null;
        try {
            while (true) {
                // Looked at before reading, so that nothing that happened until then is missed.
                boolean over = !follow || Instant.now().isAfter(until);
                last = readOn(last, consumer);
                if (over || !pause()) {
                    return;
                }
            }
        } finally {
            if (last != null) {
                last.close();
            }
        }
    }

    /** Reads the rest of the file that was read last, and the files that came after it; gives the newest. */
    private @Nullable EventFile readOn(@Nullable EventFile last, Consumer<PodnetEvent> consumer) throws IOException {
        if (last != null) {
            last.read(consumer);
            if (last.isAt(files.now())) {
                return last;
            }
        }
        List<EventFile> later = laterThan(last);
        if (last != null) {
            // Nobody writes to it any more, but somebody may have since it was read.
            last.read(consumer);
            if (later.isEmpty()) {
                return last;
            }
            last.close();
        }
        for (EventFile each : later.subList(0, Math.max(0, later.size() - 1))) {
            each.read(consumer);
            each.close();
        }
        if (later.isEmpty()) {
            return null;
        }
        EventFile newest = later.get(later.size() - 1);
        newest.read(consumer);
        return newest;
    }

    private List<EventFile> laterThan(@Nullable EventFile last) throws IOException {
        try (Held lock = files.forReading()) {
            List<EventFile> later = new ArrayList<>();
            for (Path each : List.of(files.before(), files.now())) {
                Optional<EventFile> file = EventFile.open(each);
                if (file.isPresent() && last != null && file.get().isSameAs(last)) {
                    // What came before it has been read, or has fallen out of the log.
                    later.forEach(EventFile::close);
                    later.clear();
                    file.get().close();
                } else {
                    file.ifPresent(later::add);
                }
            }
            return later;
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(POLL.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
