// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.cni.nativeplugins.spi.NativeCall;
import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.testkit.OnPrivateHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plugin works inside and on the host at once. */
@OnPrivateHost
@LeavesKeptSockets
class BesideTest {
    private static final int SECONDS = 10;

    /** A plugin that does what a test wants. */
    private record Doing(Consumer<NativeCall> work) implements NativePlugin {
        @Override
        public String type() {
            return "doing";
        }

        @Override
        public Set<String> keys() {
            return Set.of();
        }

        @Override
        public CniResult add(NativeCall call) {
            work.accept(call);
            return call.prevResult().orElseThrow();
        }

        @Override
        public void check(NativeCall call) {
            // Nothing was made.
        }

        @Override
        public void delete(NativeCall call) {
            // Nothing was made.
        }
    }

    @BeforeEach
    void makePod() {
        Plugins.namespace("beside");
    }

    @AfterEach
    void removePod() {
        Plugins.remove("beside");
    }

    private static void run(Consumer<NativeCall> work) throws Exception {
        ChainedPlugin.ours(NativePlugins.builder()
                        .plugins(List.of(new Doing(work)))
                        .build())
                .call(CniVerb.ADD, "doing", "beside", Plugins.file("beside").toString(), """
                        {"cniVersion": "1.0.0", "name": "beside", "type": "doing",
                         "prevResult": {"cniVersion": "1.0.0"}}
                        """)
                .succeeded();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path where() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
    }

    @Test
    void eachWaitsForTheOtherAndIsWhereItShouldBe() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch outside = new CountDownLatch(1);
        AtomicBoolean isInside = new AtomicBoolean();
        AtomicBoolean isOutside = new AtomicBoolean();
        Path home = where();
        run(call -> {
            try {
                call.pod()
                        .run(
                                () -> {
                                    inside.countDown();
                                    isInside.set(await(outside) && !where().equals(home));
                                },
                                () -> {
                                    outside.countDown();
                                    isOutside.set(await(inside));
                                });
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(isInside).isTrue();
        assertThat(isOutside).isTrue();
        assertThat(where()).isEqualTo(home);
    }

    @Test
    void bothEndBeforeAFailureIsToldAndNoneIsLost() throws Exception {
        run(call -> {
            AtomicBoolean ended = new AtomicBoolean();
            CountDownLatch failed = new CountDownLatch(1);
            assertThatThrownBy(() -> call.pod()
                            .run(
                                    () -> {
                                        await(failed);
                                        ended.set(true);
                                        throw new IOException("inside");
                                    },
                                    () -> {
                                        failed.countDown();
                                        throw new IllegalStateException("outside");
                                    }))
                    .hasMessage("outside")
                    .satisfies(
                            e -> assertThat(e.getSuppressed()).singleElement().isInstanceOf(IOException.class));
            assertThat(ended).isTrue();
            assertThatThrownBy(() -> call.pod()
                            .run(
                                    () -> {
                                        throw new IOException("inside");
                                    },
                                    () -> {}))
                    .isInstanceOf(IOException.class);
            assertThat(call.pod().rtnl().links().list()).isNotEmpty();
        });
    }
}
