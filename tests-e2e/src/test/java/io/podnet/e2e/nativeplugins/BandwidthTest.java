// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits what a pod receives and sends, by both plugins: the kernel is told the same, and it holds. */
@OnPrivateHost
@LeavesKeptSockets
class BandwidthTest {
    private static final String RATES =
            "\"ingressRate\":8000000,\"ingressBurst\":800000,\"egressRate\":16000000,\"egressBurst\":800000";

    private final ChainedPlugin ours =
            ChainedPlugin.ours(NativePlugins.builder().build());
    private PodsOnABridge bridge;
    private PodsOnABridge.Pod one;

    @BeforeEach
    void makeAPod() {
        bridge = new PodsOnABridge();
        one = bridge.add("one", 2);
    }

    @AfterEach
    void removeAll() {
        bridge.close();
    }

    @Test
    void theKernelIsToldTheSame() throws Exception {
        for (String rates : new String[] {
            RATES,
            "\"ingressRate\":123457,\"ingressBurst\":7654321",
            "\"egressRate\":99999999999,\"egressBurst\":33333333",
            "\"ingressRate\":0,\"ingressBurst\":0"
        }) {
            for (String config : new String[] {config("," + rates), runtime(rates)}) {
                String theirs = addAndLook(ChainedPlugin.reference(), config);
                assertThat(addAndLook(ours, config)).as(config).isEqualTo(theirs);
            }
        }
    }

    private String addAndLook(ChainedPlugin plugin, String config) throws Exception {
        String result = plugin.call(CniVerb.ADD, "bandwidth", "first", one.netns(), config)
                .succeeded()
                .stdout();
        String seen = PodsOnABridge.sh("""
                for link in h2 $(ip -o link show type ifb | cut -d: -f2); do
                    ip -o link show $link; tc qdisc show dev $link; tc filter show dev $link ingress
                done
                """);
        plugin.call(CniVerb.CHECK, "bandwidth", "first", one.netns(), withResult(config, result))
                .succeeded();
        plugin.call(CniVerb.DEL, "bandwidth", "first", one.netns(), config).succeeded();
        assertThat(PodsOnABridge.sh("ip -o link show type ifb")).isEmpty();
        PodsOnABridge.sh(
                "tc qdisc delete dev h2 root 2>/dev/null || true; tc qdisc delete dev h2 ingress 2>/dev/null || true");
        // Ethernet addresses and indices are new each time; counters have nothing to do with it.
        // The reference plugin appends a second redirection, which no packet gets to.
        return (CniResult.parse(result).toJson() + seen)
                .replaceAll("\\n[^\\n]*Redirect to device \\S+ pass\\n[^\\n]*\\n *", "")
                .replaceAll("([0-9a-f]{2}:){5}[0-9a-f]{2}", "MAC")
                .replaceAll("(?m)^\\d+:", "N:")
                .replaceAll("(index|handle|action order|ht|bkt) \\S+", "$1")
                .replaceAll("refcnt \\d+", "refcnt")
                .replaceAll("\\bref \\d+ bind \\d+|installed \\d+ sec|used \\d+ sec", "");
    }

    @Test
    void itHolds() throws Exception {
        ours.call(CniVerb.ADD, "bandwidth", "first", one.netns(), config("," + RATES))
                .succeeded();
        // 8 and 16 Mbit/s with a burst of 100 kB.
        long received = nanosFor(Place.host(), one.place(), one.ipv4(), 1_100_000);
        long sent = nanosFor(one.place(), Place.host(), PodsOnABridge.GATEWAY, 1_100_000);

        System.out.println("1.1 MB received in " + received / 1_000_000 + " ms, sent in " + sent / 1_000_000 + " ms");
        assertThat(received).isGreaterThan(800_000_000L);
        assertThat(sent).isGreaterThan(400_000_000L);
        ours.call(CniVerb.DEL, "bandwidth", "first", one.netns(), config("," + RATES))
                .succeeded();
    }

    private static long nanosFor(Place from, Place to, String address, int bytes) throws Exception {
        try (ServerSocket server = to.call(() -> new ServerSocket(7007))) {
            CompletableFuture<Long> end = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                try (Socket connection = server.accept()) {
                    connection.getInputStream().readNBytes(bytes);
                    end.complete(System.nanoTime());
                } catch (IOException e) {
                    end.completeExceptionally(e);
                }
            });
            reader.start();
            // A socket comes into being where it connects.
            try (Socket client = from.call(() -> new Socket(address, 7007))) {
                long start = System.nanoTime();
                client.getOutputStream().write(new byte[bytes]);
                long took = end.get() - start;
                reader.join();
                return took;
            }
        }
    }

    @Test
    void checkSeesWhatIsMissing() throws Exception {
        String config = config("," + RATES);
        String result = ours.call(CniVerb.ADD, "bandwidth", "first", one.netns(), config)
                .succeeded()
                .stdout();
        String check = withResult(config, result);
        PodsOnABridge.sh("tc filter delete dev h2 ingress");
        assertThat(ours.call(CniVerb.CHECK, "bandwidth", "first", one.netns(), check)
                        .stdout())
                .contains("does not go through");
        PodsOnABridge.sh("tc qdisc change dev h2 root tbf rate 1mbit burst 10k latency 1ms");
        assertThat(ours.call(CniVerb.CHECK, "bandwidth", "first", one.netns(), check)
                        .stdout())
                .contains("Limit of h2 doesn't match");
        ours.call(CniVerb.DEL, "bandwidth", "first", "", config).succeeded();
        ours.call(CniVerb.DEL, "bandwidth", "first", "", config).succeeded();
    }

    @Test
    void aFailureLeavesNothing() throws Exception {
        PodsOnABridge.sh("tc qdisc add dev h2 ingress");
        assertThat(ours.call(CniVerb.ADD, "bandwidth", "first", one.netns(), config("," + RATES))
                        .stdout())
                .contains("EEXIST");
        assertThat(PodsOnABridge.sh("ip -o link show type ifb; tc qdisc show dev h2"))
                .doesNotContain("ifb", "tbf");
    }

    @Test
    void gcRemovesWhatIsNotValid() throws Exception {
        ours.call(CniVerb.ADD, "bandwidth", "first", one.netns(), config("," + RATES))
                .succeeded();
        gc("[{\"containerID\":\"first\",\"ifname\":\"eth0\"}]");
        assertThat(PodsOnABridge.sh("ip -o link show type ifb")).isNotEmpty();
        gc("[]");
        assertThat(PodsOnABridge.sh("ip -o link show type ifb")).isEmpty();
    }

    @Test
    void errorsAreThoseOfTheReferencePlugin() throws Exception {
        for (String config : new String[] {
            config(",\"ingressRate\":1000"),
            config(",\"egressBurst\":1000"),
            config(",\"ingressRate\":1000,\"ingressBurst\":34359738360"),
            config("," + RATES).replace("{\"name\":\"h2\"},", "")
        }) {
            ChainedPlugin.Reply theirs =
                    ChainedPlugin.reference().call(CniVerb.ADD, "bandwidth", "first", one.netns(), config);
            ChainedPlugin.Reply our = ours.call(CniVerb.ADD, "bandwidth", "first", one.netns(), config);
            assertThat(theirs.exit()).isOne();
            assertThat(our.stdout().replaceAll("\\s", ""))
                    .isEqualTo(theirs.stdout().replaceAll("\\s", ""));
        }
    }

    private void gc(String valid) throws Exception {
        ours.call(
                        CniVerb.GC,
                        "bandwidth",
                        "",
                        "",
                        "{\"cniVersion\":\"1.1.0\",\"name\":\"net\",\"type\":\"bandwidth\",\"cni.dev/valid-attachments\":"
                                + valid + "}")
                .succeeded();
    }

    private String config(String more) {
        return "{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"type\":\"bandwidth\"" + more + ",\"prevResult\":"
                + one.result() + "}";
    }

    private String runtime(String rates) {
        return config(",\"runtimeConfig\":{\"bandwidth\":{" + rates + "}}");
    }

    private static String withResult(String config, String result) {
        return config.substring(0, config.indexOf(",\"prevResult\"")) + ",\"prevResult\":" + result + "}";
    }
}
