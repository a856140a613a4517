// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import io.podnet.api.Pod;
import io.podnet.api.PodException;
import io.podnet.api.PodId;
import io.podnet.api.PodNetwork;
import io.podnet.api.PodSpec;
import io.podnet.api.Podnet;
import io.podnet.base.PodnetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Many threads that do whatever comes to their minds to the same few pods, for {@link CrowdTest}. */
final class Crowd {
    /** What anybody may hear who is not alone. */
    private static final Set<String> EXPECTED = Set.of(
            "pod-unknown",
            "pod-name-in-use",
            "pod-state-improper",
            "network-connected",
            "network-not-connected",
            "netns-not-found");

    private Crowd() {}

    /**
     * Works, and prints what went wrong.
     *
     * @param arguments the directory of configurations; the seed; how many threads; how many things each does
     */
    public static void main(String[] arguments) throws Exception {
        try (Podnet podnet = Podnet.builder()
                .configDirectory(Path.of(arguments[0]))
                .pluginPath(List.of(PodFixture.DISTRIBUTION))
                .defaultNetwork("blue")
                .open()) {
            work(podnet, Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]))
                    .forEach(System.out::println);
            System.out.println("done");
        }
    }

    /** Works in this JVM; gives what nobody may hear. */
    static List<String> work(Podnet podnet, long seed, int threads, int rounds) throws InterruptedException {
        Queue<String> surprises = new ConcurrentLinkedQueue<>();
        List<Thread> crowd = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> {
                for (int round = 0; round < rounds; round++) {
                    String name = random.nextBoolean() ? "one" : "two";
                    int what = random.nextInt(10);
                    try {
                        act(podnet, name, what);
                    } catch (PodnetException e) {
                        if (!EXPECTED.contains(e.errorCode())) {
                            surprises.add(what + ": " + e.errorCode() + ": " + e.getMessage());
                        }
                    } catch (RuntimeException | Error e) {
                        surprises.add(what + ": " + e);
                    }
                }
            });
            crowd.add(thread);
            thread.start();
        }
        for (Thread each : crowd) {
            each.join();
        }
        return List.copyOf(surprises);
    }

    /** Removes a pod that somebody else may remove too. */
    static void removeIfThere(Podnet podnet, PodId id) {
        try {
            podnet.pod(id.value()).remove();
        } catch (PodException e) {
            if (!e.errorCode().equals("pod-unknown")) {
                throw e;
            }
        }
    }

    private static void act(Podnet podnet, String name, int what) {
        switch (what) {
            case 0, 1 -> podnet.create(PodSpec.builder().name(name).build());
            case 2, 3 -> podnet.pod(name).start();
            case 4 -> podnet.pod(name).connect(PodNetwork.of("green"));
            case 5 -> podnet.pod(name).disconnect("green", false);
            case 6 -> podnet.pod(name).reload();
            case 7 -> podnet.pod(name).stop();
            case 8 -> podnet.pod(name).remove(true);
            default -> {
                podnet.pods();
                Pod pod = podnet.pod(name);
                pod.info();
                pod.stats();
                podnet.recover();
            }
        }
    }
}
