// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.CniVerb;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.e2e.nativeplugins.PodsOnABridge.Pod;
import io.podnet.e2e.shared.Seed;
import io.podnet.testkit.Answer;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.Rounds;
import io.podnet.testkit.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Publishes the same ports by the reference plugin and by ours, and asks from everywhere: who answers, and under which
 * address the one who asks is seen, has to be the same.
 */
@OnPrivateHost
@LeavesKeptSockets
@Tag("smoke")
class ReachabilityTest {
    private static final String OTHER_IPV4 = "203.0.113.3";

    private final Place host = Place.host();
    private final Place outside = Place.outside();
    private PodsOnABridge bridge;
    private Pod server;
    private Pod neighbour;

    /** One port mapping, and what leads there. */
    private record Mapping(String hostIp, int hostPort, String protocol) {
        String json() {
            return "{\"hostPort\":" + hostPort + ",\"containerPort\":" + (protocol.equals("tcp") ? 80 : 53)
                    + ",\"protocol\":\"" + protocol + "\"" + (hostIp.isEmpty() ? "" : ",\"hostIP\":\"" + hostIp + "\"")
                    + "}";
        }
    }

    @BeforeEach
    void makePods() {
        bridge = new PodsOnABridge();
        server = bridge.add("server", 2);
        neighbour = bridge.add("neighbour", 3);
        PodsOnABridge.sh("ip address add " + OTHER_IPV4 + "/24 dev eth0");
    }

    @AfterEach
    void removeThem() {
        PodsOnABridge.sh("ip address delete " + OTHER_IPV4 + "/24 dev eth0");
        bridge.close();
    }

    // Whoever is not answered waits for seconds, and the reference plugin takes its time.
    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void whatPacketsMayDoIsTheSame() throws Exception {
        long seed = Seed.take();
        Random random = new Random(seed);
        ChainedPlugin ours = ChainedPlugin.ours(NativePlugins.builder().build());
        try (TestServer tcp = server.place().serveTcp(80);
                TestServer udp4 = server.place().serveUdp(server.ipv4(), 53);
                TestServer udp6 = server.place().serveUdp(server.ipv6(), 53)) {
            for (int round = 0; round < Rounds.of(10); round++) {
                List<Mapping> mappings = mappings(random);
                boolean snat = round == 0 || random.nextInt(4) > 0;
                String config = config(mappings, snat);
                Map<String, String> theirs = publishAndAsk(ChainedPlugin.reference(), config, mappings);
                Map<String, String> our = publishAndAsk(ours, config, mappings);

                assertThat(our).as("seed %d, %s", seed, config).isEqualTo(theirs);
                assertThat(our.values()).as("seed %d, %s", seed, config).anyMatch(each -> each.contains("server"));
                ours.call(CniVerb.GC, "portmap", "", "", gc()).succeeded();
            }
        }
    }

    /** The first is for all addresses; of each protocol there is one. */
    private static List<Mapping> mappings(Random random) {
        List<String> hostIps =
                List.of("", "0.0.0.0", PrivateHost.IPV4, OTHER_IPV4, "127.0.0.1", "::", PrivateHost.IPV6);
        List<Mapping> mappings = new ArrayList<>();
        mappings.add(new Mapping("", 8000 + random.nextInt(100), "tcp"));
        mappings.add(new Mapping("", 8100 + random.nextInt(100), "udp"));
        for (int more = 0; more < 2; more++) {
            mappings.add(new Mapping(
                    hostIps.get(random.nextInt(hostIps.size())),
                    8200 + 100 * more + random.nextInt(100),
                    random.nextBoolean() ? "tcp" : "udp"));
        }
        return mappings;
    }

    private String config(List<Mapping> mappings, boolean snat) {
        return "{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"type\":\"portmap\",\"snat\":" + snat
                + ",\"capabilities\":{\"portMappings\":true},\"runtimeConfig\":{\"portMappings\":["
                + String.join(",", mappings.stream().map(Mapping::json).toList()) + "]},\"prevResult\":"
                + server.result() + "}";
    }

    private static String gc() {
        return "{\"cniVersion\":\"1.1.0\",\"name\":\"net\",\"type\":\"portmap\",\"cni.dev/valid-attachments\":[]}";
    }

    private Map<String, String> publishAndAsk(ChainedPlugin plugin, String config, List<Mapping> mappings)
            throws Exception {
        plugin.call(CniVerb.ADD, "portmap", "c0ffee", server.netns(), config).succeeded();
        try {
            return ask(mappings);
        } finally {
            plugin.call(CniVerb.DEL, "portmap", "c0ffee", server.netns(), config)
                    .succeeded();
            PodsOnABridge.sh("echo 0 >/proc/sys/net/ipv4/conf/podnet7/route_localnet");
        }
    }

    /** Asks at once, since those who are not answered wait for seconds. */
    private Map<String, String> ask(List<Mapping> mappings) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(24);
        Map<String, Future<String>> questions = new TreeMap<>();
        for (Mapping mapping : mappings) {
            for (Place from : List.of(outside, host, neighbour.place(), server.place())) {
                for (String to : List.of(
                        PrivateHost.IPV4,
                        OTHER_IPV4,
                        PrivateHost.IPV6,
                        PodsOnABridge.GATEWAY,
                        "fd00:88::1",
                        // Not ::1: with the reference plugin it times out, with ours it is as if nothing were
                        // published.
                        "127.0.0.1")) {
                    boolean isBridge = to.equals(PodsOnABridge.GATEWAY) || to.startsWith("fd00");
                    if ((to.equals("127.0.0.1") && from != host) || (isBridge && from == outside)) {
                        continue;
                    }
                    questions.put(mapping + ": " + from + " to " + to, threads.submit(() -> answer(from, to, mapping)));
                }
            }
        }
        Map<String, String> answers = new TreeMap<>();
        for (Map.Entry<String, Future<String>> each : questions.entrySet()) {
            answers.put(each.getKey(), each.getValue().get());
        }
        threads.shutdown();
        return answers;
    }

    private static String answer(Place from, String to, Mapping mapping) {
        try {
            Answer answer = mapping.protocol().equals("tcp")
                    ? from.askTcp(to, mapping.hostPort(), "hello")
                    : from.askUdp(to, mapping.hostPort(), "hello");
            return answer.server() + " sees " + answer.asker().getHostAddress();
        } catch (IOException e) {
            return "no answer";
        }
    }
}
