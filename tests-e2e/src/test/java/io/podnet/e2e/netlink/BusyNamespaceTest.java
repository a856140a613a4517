// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import io.podnet.netns.NetnsException;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.RtNetlink;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads, and a namespace that changes while it is read. */
@OnPrivateHost
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BusyNamespaceTest {
    private static final int LASTING = 200;

    private TestNetns netns;
    private ExecutorService threads;

    @BeforeEach
    void makeManyLinks() throws Exception {
        netns = TestNetns.create("alpha");
        threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < LASTING; i++) {
            netns.rtnl.links().createIfb(LinkSettings.named(LinkName.of("lasting" + i)));
        }
    }

    @AfterEach
    void removeThem() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        netns.close();
    }

    /** Without the second look at interrupted dumps, links are missing or twice: the kernel counts them through. */
    @Test
    void aDumpIsWholeThoughLinksComeAndGo() throws Exception {
        AtomicBoolean go = new AtomicBoolean(true);
        Future<Integer> changes = threads.submit(() -> {
            int done = 0;
            try (RtNetlink other = netns.place.call(RtNetlink::open)) {
                while (go.get()) {
                    int index = other.links().createIfb(LinkSettings.named(LinkName.of("fleeting")));
                    other.links().delete(index);
                    done++;
                }
            }
            return done;
        });
        int complete = 0;
        int busy = 0;
        for (int round = 0; round < Rounds.of(1000); round++) {
            try {
                List<Integer> indices = netns.rtnl.links().list().stream()
                        .filter(link -> !link.name().equals(LinkName.of("fleeting")))
                        .map(Link::index)
                        .toList();
                assertThat(indices).doesNotHaveDuplicates().hasSize(LASTING + 1);
                complete++;
            } catch (NetnsException e) {
                assertThat(e.errorCode()).isEqualTo("netns-busy");
                busy++;
            }
        }
        go.set(false);
        assertThat(changes.get(30, TimeUnit.SECONDS)).isPositive();
        System.out.println("dumps: " + complete + " whole, " + busy + " given up; changes: " + changes.get());
        assertThat(complete).isPositive();
    }

    @Test
    void threadsShareASocketWithoutGettingEachOthersAnswers() throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int own = thread;
            all.add(threads.submit(() -> {
                for (int round = 0; round < Rounds.of(2000); round++) {
                    LinkName name = LinkName.of("lasting" + (own * 50 + round % 50));
                    assertThat(netns.rtnl.links().find(name).orElseThrow().name())
                            .isEqualTo(name);
                    assertThat(netns.rtnl.links().find(LinkName.of("nowhere"))).isEmpty();
                }
            }));
        }
        for (Future<?> each : all) {
            each.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void onlyOneOfManyMakesALink() throws Exception {
        for (int round = 0; round < Rounds.of(200); round++) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                all.add(threads.submit(() -> {
                    try (RtNetlink own = netns.place.call(RtNetlink::open)) {
                        own.links().createIfb(LinkSettings.named(LinkName.of("contested")));
                        return true;
                    } catch (NativeException e) {
                        assertThat(e.is(Errno.EEXIST)).as(e.getMessage()).isTrue();
                        return false;
                    }
                }));
            }
            int made = 0;
            for (Future<Boolean> each : all) {
                made += each.get(30, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
            netns.rtnl.links().delete(netns.link("contested").index());
        }
    }
}
