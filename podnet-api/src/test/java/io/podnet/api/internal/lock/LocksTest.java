// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.base.FileLocks.Held;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocksTest {
    private static final PodId POD = PodId.random();

    @TempDir
    private Path temporary;

    private Locks locks;

    @BeforeEach
    void open() {
        locks = new Locks(temporary.resolve("run/locks"));
    }

    @Test
    void networksAreSharedAndPodsAreNot() throws Exception {
        CountDownLatch attached = new CountDownLatch(1);
        CountDownLatch removed = new CountDownLatch(1);
        Thread other;
        try (Held networks = locks.networks(List.of("b", "a"));
                Held pod = locks.pod(POD)) {
            other = new Thread(() -> {
                try (Held same = locks.networks(List.of("a", "b"))) {
                    attached.countDown();
                    locks.pod(POD).close();
                    removed.countDown();
                }
            });
            other.start();
            assertThat(attached.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(removed.await(100, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(removed.await(10, TimeUnit.SECONDS)).isTrue();
        other.join();
    }

    @Test
    void whoWaitedForALockThatWasForgottenStillExcludesOthers() throws Exception {
        CountDownLatch got = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            try (Held lock = locks.pod(POD)) {
                got.countDown();
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (Held lock = locks.pod(POD)) {
            waiting.start();
            locks.forget(POD);
        }
        assertThat(got.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(temporary.resolve("run/locks/pod-" + POD.value() + ".lock")).exists();
        release.countDown();
        waiting.join();
    }

    @Test
    void sweepsTheFilesOfPodsThatAreNoMoreAndThatNobodyHolds() throws Exception {
        PodId known = PodId.random();
        PodId waitedFor = PodId.random();
        locks.pod(POD).close();
        locks.pod(known).close();
        locks.state().close();
        try (Held lock = locks.pod(waitedFor)) {
            // A lock is not taken twice by one thread.
            Thread sweeper = new Thread(() -> locks.sweep(() -> Set.of(known)));
            sweeper.start();
            sweeper.join();
        }
        assertThat(temporary.resolve("run/locks"))
                .isDirectoryNotContaining("glob:**/pod-" + POD.value() + ".lock")
                .isDirectoryContaining("glob:**/pod-" + known.value() + ".lock")
                .isDirectoryContaining("glob:**/pod-" + waitedFor.value() + ".lock")
                .isDirectoryContaining("glob:**/state.lock");
    }

    @Test
    void asksNobodyWhereThereIsNothingToSweep() {
        locks.sweep(() -> {
            throw new AssertionError("nothing is locked");
        });
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void saysWhereLocksCannotBe() throws Exception {
        Files.createFile(temporary.resolve("run"));
        assertThatThrownBy(() -> locks.state())
                .isInstanceOf(PodException.class)
                .hasMessageStartingWith(temporary.resolve("run/locks") + " cannot be written: ");
    }

    @Test
    void anInterruptIsNoFaultOfTheDirectory() {
        locks.state().close();
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> locks.state())
                    .isInstanceOfSatisfying(
                            PodException.class, e -> assertThat(e.errorCode()).isEqualTo("pod-interrupted"))
                    .hasMessage("interrupted while waiting for a lock in " + temporary.resolve("run/locks"));
        } finally {
            assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        }
    }
}
