// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.e2e.NeedsExecutables;
import io.podnet.e2e.shared.Seed;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.RequiresTool;
import io.podnet.testkit.Rounds;
import io.podnet.testkit.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** kill -9 of podnet, the stack, the holder and each pair of them, under load: the next command works and cleans up. */
@OnPrivateHost
@KeepsUserState
@RequiresTool({"slirp4netns", "newuidmap"})
@NeedsExecutables(because = "plugins of a plain user run in its holder, where this JVM is not")
class KillTest {
    private enum Victim {
        PODNET,
        STACK,
        HOLDER
    }

    private static final List<List<Victim>> CASES = List.of(
            List.of(Victim.PODNET),
            List.of(Victim.STACK),
            List.of(Victim.HOLDER),
            List.of(Victim.PODNET, Victim.STACK),
            List.of(Victim.PODNET, Victim.HOLDER),
            List.of(Victim.STACK, Victim.HOLDER));

    private static User user;

    @BeforeAll
    @Timeout(600) // podnet may have to be built
    static void prepare() throws Exception {
        user = User.create();
    }

    @AfterAll
    static void cleanUp() {
        if (user != null) {
            user.close();
        }
    }

    @Test
    @Timeout(3600)
    void theNextCommandWorksAndNothingIsLeft() throws Exception {
        long seed = Seed.take();
        Random random = new Random(seed);
        int rounds = Math.max(CASES.size(), Rounds.of(100));
        for (int round = 0; round < rounds; round++) {
            List<Victim> victims = CASES.get(round % CASES.size());
            try {
                round(victims, random.nextInt(300));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("round " + round + ", victims " + victims + ", seed " + seed, e);
            }
        }
    }

    private static void round(List<Victim> victims, int millis) throws Exception {
        UserPod pod = UserPod.run(user, "--stack", "slirp4netns", "-p", "18080:80");
        AtomicBoolean over = new AtomicBoolean();
        try (TestServer server = pod.inside().serveTcp(80)) {
            Thread load = load(server, over);
            Thread.sleep(millis);
            for (Victim each : victims) {
                Place.host().run("kill", "-KILL", Long.toString(pid(pod, each)));
            }
            Thread.sleep(millis);
            over.set(true);
            load.join();
            assertThat(user.run("run", "-p", "18081:80", "--", "true"))
                    .as("the next command")
                    .matches(result -> result.exit() == 0);
            if (!victims.contains(Victim.PODNET)) {
                assertThat(pod.runner().isAlive()).as("the other pod goes on").isTrue();
            }
        } finally {
            over.set(true);
            pod.close();
        }
        awaitNothing();
    }

    private static long pid(UserPod pod, Victim victim) {
        return switch (victim) {
            case PODNET -> pod.runner().pid();
            case STACK -> pod.stack();
            case HOLDER -> pod.holder();
        };
    }

    private static Thread load(TestServer server, AtomicBoolean over) {
        Thread load = new Thread(() -> {
            while (!over.get()) {
                try {
                    Place.outside().askTcp(PrivateHost.IPV4, 18080, "load on " + server.port());
                } catch (IOException e) {
                    // Whatever is being killed.
                }
            }
        });
        load.start();
        return load;
    }

    private static void awaitNothing() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!(user.processes().isEmpty() && user.remains().isEmpty()) && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).as("files that are left").isEmpty();
    }
}
