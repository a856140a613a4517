// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.api.EventQuery;
import io.podnet.api.PodId;
import io.podnet.api.PodnetEvent;
import io.podnet.api.PodnetEvent.NetworkConnected;
import io.podnet.api.PodnetEvent.NetworkCreated;
import io.podnet.api.PodnetEvent.NetworkDisconnected;
import io.podnet.api.PodnetEvent.NetworkRemoved;
import io.podnet.api.PodnetEvent.PluginCalled;
import io.podnet.api.PodnetEvent.PodCreated;
import io.podnet.api.PodnetEvent.PodRemoved;
import io.podnet.api.PodnetEvent.PodStarted;
import io.podnet.api.PodnetEvent.PodStopped;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniVerb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123456789Z");
    private static final PodId POD = PodId.random();

    @TempDir
    private Path directory;

    private EventLogFiles files;

    @BeforeEach
    void name() {
        files = EventLogFiles.in(directory.resolve("state"), directory.resolve("locks"));
    }

    private EventLog log(int full) {
        return new EventLog(files, full);
    }

    private List<PodnetEvent> read(EventQuery query) {
        List<PodnetEvent> read = new ArrayList<>();
        new EventReader(files).read(query, read::add);
        return read;
    }

    private static PodnetEvent created(int number) {
        return new NetworkCreated(NOON.plusSeconds(number), "n" + number);
    }

    @Test
    void everyKindOfEventIsReadBack() {
        List<PodnetEvent> all = List.of(
                new PodCreated(NOON, POD, "web"),
                new PodStarted(NOON, POD, "web"),
                new PodStopped(NOON, POD, "web"),
                new PodRemoved(NOON, POD, "web"),
                new NetworkCreated(NOON, "blue"),
                new NetworkRemoved(NOON, "blue"),
                new NetworkConnected(NOON, POD, "web", "blue", "eth0"),
                new NetworkDisconnected(NOON, POD, "web", "blue", "eth0"),
                new PluginCalled(
                        NOON,
                        "bridge",
                        CniVerb.ADD,
                        "blue",
                        Optional.of(new AttachmentId(POD.value(), "eth0")),
                        Duration.ofNanos(65_432_000),
                        Optional.of("no\nluck")),
                new PluginCalled(
                        NOON, "bridge", CniVerb.STATUS, "blue", Optional.empty(), Duration.ZERO, Optional.empty()));
        EventLog log = log(1 << 20);
        all.forEach(log::happened);
        assertThat(read(EventQuery.past())).isEqualTo(all);
    }

    @Test
    void onlyTheOwnerReadsIt() throws IOException {
        log(1000).happened(created(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.now())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("state"))))
                .isEqualTo("rwx------");
    }

    @Test
    void thereIsNothingToReadBeforeAnythingHappened() {
        assertThat(read(EventQuery.past())).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void timesChoose() {
        EventLog log = log(1 << 20);
        for (int i = 0; i < 10; i++) {
            log.happened(created(i));
        }
        EventQuery some = EventQuery.past().since(NOON.plusSeconds(3)).until(NOON.plusSeconds(5));
        assertThat(read(some)).containsExactly(created(3), created(4), created(5));
        // What is followed until a time that has passed ends at once.
        EventQuery over = EventQuery.following().since(NOON).until(NOON.plusSeconds(1));
        assertThat(read(over)).containsExactly(created(0), created(1));
    }

    @Test
    void theOldestGoWhenBothFilesAreFull() throws IOException {
        EventLog log = log(1000);
        for (int i = 0; i < 100; i++) {
            log.happened(created(i));
        }
        assertThat(Files.size(files.now())).isLessThanOrEqualTo(1000);
        assertThat(Files.size(files.before())).isLessThanOrEqualTo(1000);
        List<PodnetEvent> left = read(EventQuery.past());
        assertThat(left)
                .hasSizeBetween(5, 15)
                .isEqualTo(IntStream.range(100 - left.size(), 100)
                        .mapToObj(EventLogTest::created)
                        .toList());
    }

    @Test
    void whatIsNoEventIsPassedOver() throws IOException {
        EventLog log = log(1 << 20);
        log.happened(created(1));
        Files.writeString(
                files.now(),
                "\n[]\nnull\n{\"Type\":\"pod\"}\n{\"Type\":\"plugin\",\"Status\":\"x\",\"Time\":\"" + NOON + "\"}\n"
                        + "{\"Type\":\"future\",\"Time\":\"" + NOON + "\"}\n\u0000\u00ff\n{\"ID\":\"cut o",
                StandardOpenOption.APPEND);
        log.happened(created(2));
        assertThat(read(EventQuery.past())).containsExactly(created(1), created(2));
    }

    @Test
    void neverWritesThroughALink() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "mine");
        Files.createDirectories(directory.resolve("state"));
        Files.createSymbolicLink(files.now(), victim);
        log(1000).happened(created(1));
        assertThat(victim).hasContent("mine");
    }

    @Test
    void anInterruptedThreadTellsAllTheSame() {
        Thread.currentThread().interrupt();
        log(1000).happened(created(1));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(read(EventQuery.past())).containsExactly(created(1));
    }

    @Test
    void aFollowerMissesNothingWhileFilesAreFilled() throws Exception {
        EventLog log = log(100_000);
        log.happened(created(-1));
        BlockingQueue<PodnetEvent> seen = new LinkedBlockingQueue<>();
        Thread follower = new Thread(
                () -> new EventReader(files).read(EventQuery.following().since(NOON), seen::add), "follower");
        follower.start();
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int first = writer * 1000;
                done.add(writers.submit(() -> {
                    for (int i = first; i < first + 500; i++) {
                        // Each writer as if in a process of its own.
                        new EventLog(files, 100_000).happened(created(i));
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
            List<PodnetEvent> all = new ArrayList<>();
            while (all.size() < 2000) {
                PodnetEvent next = seen.poll(10, TimeUnit.SECONDS);
                assertThat(next).as("after %s", all.size()).isNotNull();
                all.add(next);
            }
            assertThat(all).doesNotHaveDuplicates();
            log.happened(created(9999));
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(created(9999));
        } finally {
            writers.shutdownNow();
            follower.interrupt();
            follower.join();
        }
    }
}
