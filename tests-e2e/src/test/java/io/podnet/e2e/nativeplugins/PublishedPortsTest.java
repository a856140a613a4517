// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.cni.CniVerb;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.e2e.nativeplugins.PodsOnABridge.Pod;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.TestServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of published ports when things do not go as they should. */
@OnPrivateHost
@LeavesKeptSockets
class PublishedPortsTest {
    private static final String TCP = "{\"hostPort\":8080,\"containerPort\":80,\"protocol\":\"tcp\"}";
    private static final String UDP = "{\"hostPort\":5300,\"containerPort\":53,\"protocol\":\"udp\"}";

    private final ChainedPlugin ours =
            ChainedPlugin.ours(NativePlugins.builder().build());
    private PodsOnABridge bridge;
    private Pod one;

    @BeforeEach
    void makeAPod() {
        bridge = new PodsOnABridge();
        one = bridge.add("one", 2);
    }

    @AfterEach
    void removeAll() throws Exception {
        bridge.close();
        gc("portmap");
        assertThat(table()).isEmpty();
    }

    @Test
    void nothingIsLeftOfAnAttachment() throws Exception {
        add(one, "first", TCP, UDP);
        assertThat(elements()).hasSize(3 * 2 + 2).allMatch(line -> line.contains("net first eth0"));

        delete(config(one, TCP, UDP), "first", one.netns());
        assertThat(elements()).isEmpty();
        delete(config(one, TCP, UDP), "first", one.netns());
        delete(config(one, TCP, UDP), "stranger", "");
    }

    @Test
    void deleteFindsAllWithoutBeingTold() throws Exception {
        for (String config : List.of(
                // Another runtime, a lost cache, a namespace that is gone: what was published is found by its owner.
                config(one),
                config(one, TCP),
                config(one, "{\"hostPort\":1,\"containerPort\":1,\"protocol\":\"tcp\"}"),
                base("portmap") + "}",
                base("portmap") + runtime(TCP, UDP) + "}")) {
            add(one, "first", TCP, UDP);
            delete(config, "first", "");
            assertThat(elements()).as(config).isEmpty();
        }
    }

    @Test
    void whoGetsAnAddressGetsNothingOfItsFormerOwner() throws Exception {
        add(one, "first", TCP, UDP);
        // Somebody else has deleted the first one's interface and lease; the second one gets the address.
        add(one, "second", "{\"hostPort\":9090,\"containerPort\":80,\"protocol\":\"tcp\"}");

        assertThat(elements()).hasSize(2 * 2 + 2).allMatch(line -> line.contains("net second eth0"));
        // The late DEL of the first one does no harm.
        delete(config(one, TCP, UDP), "first", "");
        assertThat(elements()).hasSize(2 * 2 + 2);
        try (TestServer server = one.place().serveTcp(80)) {
            assertThat(Place.outside().askTcp(PrivateHost.IPV4, 9090, "hello").server())
                    .isEqualTo(one.place().toString());
            assertThatThrownBy(() -> Place.outside().askTcp(PrivateHost.IPV4, 8080, "hello"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void evenWithoutPortsOfItsOwn() throws Exception {
        for (String plugin : List.of("portmap", "firewall")) {
            add(one, "first", TCP);
            assertThat(elements()).isNotEmpty();
            ours.call(
                            CniVerb.ADD,
                            plugin,
                            "second",
                            one.netns(),
                            base(plugin) + ",\"prevResult\":" + one.result() + "}")
                    .succeeded();
            assertThat(elements()).isEmpty();
        }
    }

    @Test
    void theLastOneWhoWantsAPortGetsIt() throws Exception {
        Pod two = bridge.add("two", 3);
        add(one, "first", TCP, UDP);
        add(two, "second", TCP);
        try (TestServer server = two.place().serveTcp(80)) {
            assertThat(Place.outside().askTcp(PrivateHost.IPV4, 8080, "hello").server())
                    .isEqualTo(two.place().toString());
        }
        assertThat(check(config(one, TCP, UDP), "first").stdout()).contains("net second eth0");
        // The first one's DEL leaves it to the second.
        delete(config(one, TCP, UDP), "first", one.netns());
        assertThat(elements())
                .allMatch(line -> line.contains("net second eth0"))
                .hasSize(2 * 2 + 2);
        delete(config(two, TCP), "second", two.netns());
        assertThat(elements()).isEmpty();
    }

    @Test
    void checkSeesWhatIsMissing() throws Exception {
        add(one, "first", TCP, UDP);
        String config = config(one, TCP, UDP);
        assertThat(check(config, "first").exit()).isZero();

        PodsOnABridge.sh("nft delete element inet podnet ports6 '{ udp . 5300 }'");
        assertThat(check(config, "first").stdout())
                .contains("\"code\":999", "port 5300/udp to fd00:88::2 53 is not published");
        add(one, "first", TCP, UDP);
        assertThat(check(config, "first").exit()).isZero();
        PodsOnABridge.sh("nft flush chain inet podnet publish");
        assertThat(check(config, "first").stdout()).contains("chain publish of table inet podnet has 0 rules");
        // This JVM knew that all was there: it must not rely on it.
        add(one, "first", TCP, UDP);
        assertThat(check(config, "first").exit()).isZero();
        add(one, "first", TCP, UDP);
        PodsOnABridge.sh("nft delete table inet podnet");
        add(one, "first", TCP, UDP);
        assertThat(check(config, "first").exit()).isZero();
        PodsOnABridge.sh("nft delete table inet podnet");
        assertThat(check(config, "first").exit()).isOne();
        // And DEL of what others have taken away is no failure.
        delete(config, "first", one.netns());
    }

    @Test
    void gcKeepsWhatIsValidAndWhatIsNotOfItsNetwork() throws Exception {
        Pod two = bridge.add("two", 3);
        add(one, "first", TCP);
        add(two, "second", UDP);
        String other = config(one, "{\"hostPort\":7070,\"containerPort\":80,\"protocol\":\"tcp\"}")
                .replace("\"name\":\"net\"", "\"name\":\"net2\"")
                .replace("10.88.0.2/", "10.88.0.9/")
                .replace("fd00:88::2/", "fd00:88::9/");
        ours.call(CniVerb.ADD, "portmap", "third", one.netns(), other).succeeded();

        gc("portmap", "{\"containerID\":\"second\",\"ifname\":\"eth0\"}");
        assertThat(elements())
                .hasSize(2 * (2 * 2 + 2))
                .allMatch(line -> line.contains("net second eth0") || line.contains("net2 third eth0"));
        gc("portmap");
        assertThat(elements()).allMatch(line -> line.contains("net2 third eth0"));
        ours.call(CniVerb.DEL, "portmap", "third", "", other).succeeded();
    }

    @Test
    void namesThatNftWouldMisunderstand() throws Exception {
        String long1 = "n".repeat(100);
        String config = config(one, TCP).replace("\"name\":\"net\"", "\"name\":\"" + long1 + "\"");
        ours.call(CniVerb.ADD, "portmap", "c".repeat(64), one.netns(), config).succeeded();
        assertThat(elements()).hasSize(2 * 2 + 2).allMatch(line -> line.contains("comment \"#"));
        ours.call(CniVerb.DEL, "portmap", "c".repeat(64), "", config).succeeded();
        assertThat(elements()).isEmpty();
    }

    @Test
    void whatTheReferencePluginsHaveSetGoesToo() throws Exception {
        String firewall = base("firewall") + ",\"prevResult\":" + one.result() + "}";
        ChainedPlugin reference = ChainedPlugin.reference();
        reference
                .call(CniVerb.ADD, "portmap", "first", one.netns(), config(one, TCP, UDP))
                .succeeded();
        reference.call(CniVerb.ADD, "firewall", "first", one.netns(), firewall).succeeded();
        assertThat(rulesOfPods()).contains("CNI-DN-", "10.88.0.2", "fd00:88::2");
        // What others have stays: theirs is a pod with another address and id.
        String stranger = firewall.replace("10.88.0.2/", "10.88.0.22/").replace("fd00:88::2/", "fd00:88::22/");
        reference.call(CniVerb.ADD, "firewall", "other", one.netns(), stranger).succeeded();

        delete(config(one, TCP, UDP), "first", one.netns());
        ours.call(CniVerb.DEL, "firewall", "first", one.netns(), firewall).succeeded();

        assertThat(rulesOfPods()).doesNotContain("CNI-DN-", "10.88.0.2 ", "10.88.0.2/", "fd00:88::2 ", "fd00:88::2/");
        assertThat(rulesOfPods()).contains("10.88.0.22", "fd00:88::22");
        reference.call(CniVerb.DEL, "firewall", "other", one.netns(), stranger).succeeded();
        assertThat(rulesOfPods()).doesNotContain("10.88.", "fd00:88");
    }

    @Test
    void flowsOfUdpFindTheirWayAnew() throws Exception {
        Pod two = bridge.add("two", 3);
        try (TestServer first = one.place().serveUdp(one.ipv4(), 53);
                TestServer second = two.place().serveUdp(two.ipv4(), 53);
                DatagramSocket client = Place.outside().call(DatagramSocket::new)) {
            client.setSoTimeout(3000);
            client.connect(new InetSocketAddress(PrivateHost.IPV4, 5300));
            // A flow that the host knows, from before the port was published.
            client.send(new DatagramPacket(new byte[1], 1));
            add(one, "first", UDP);
            assertThat(ask(client)).startsWith(one.place().toString());
            // One and the same socket never stops asking.
            delete(config(one, UDP), "first", one.netns());
            add(two, "second", UDP);
            assertThat(ask(client)).startsWith(two.place().toString());
        }
        delete(config(two, UDP), "second", two.netns());
    }

    @Test
    void aPodMayNotReachTheHostsLoopback() throws Exception {
        add(one, "first", TCP);
        assertThat(PodsOnABridge.sh("cat /proc/sys/net/ipv4/conf/podnet7/route_localnet"))
                .isEqualTo("1\n");
        try (TestServer server = Place.host().serveTcp(7)) {
            one.place().run("ip", "route", "add", "127.0.0.7/32", "via", PodsOnABridge.GATEWAY, "table", "7");
            one.place().run("sh", "-ec", """
                    ip rule add to 127.0.0.7 table 7 priority 0; ip rule add table local priority 1
                    ip rule delete table local priority 0; echo 1 >/proc/sys/net/ipv4/conf/eth0/route_localnet
                    """).succeeded();
            assertThatThrownBy(() -> one.place().askTcp("127.0.0.7", 7, "hello"))
                    .isInstanceOf(IOException.class);
            assertThat(PodsOnABridge.sh("nft list chain inet podnet guard")).contains("127.0.0.0/8 drop");
        }
        delete(config(one, TCP), "first", one.netns());
    }

    @Test
    void theNumberOfPodsDoesNotMatter() throws Exception {
        add(one, "warm-up", TCP);
        delete(config(one, TCP), "warm-up", one.netns());
        long alone = medianNanos(8000);
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            String address = "10.89." + i / 250 + "." + (i % 250 + 1);
            many.append("add element inet podnet published4 { " + address + " comment \"net many" + i + " eth0 1\" }\n")
                    .append("add element inet podnet ports4 { tcp . " + (10_000 + i) + " comment \"net many" + i
                            + " eth0\" : " + address + " . 80 }\n");
        }
        add(one, "keeps-the-table", TCP);
        Place.host().command("nft", "-f", "-").stdin(many.toString()).run().succeeded();

        long crowded = medianNanos(9000);

        System.out.println("ADD and DEL alone: " + alone / 1000 + " us, among 2000: " + crowded / 1000 + " us");
        // A look through all of them takes tens of milliseconds.
        assertThat(crowded).isLessThan(3 * alone + 5_000_000);
        delete(config(one, TCP), "keeps-the-table", one.netns());
    }

    private long medianNanos(int firstPort) throws Exception {
        long[] times = new long[21];
        for (int i = 0; i < times.length; i++) {
            String config = config(
                            one, "{\"hostPort\":" + (firstPort + i) + ",\"containerPort\":80,\"protocol\":\"tcp\"}")
                    .replace("10.88.0.2/", "10.88.0.77/")
                    .replace("fd00:88::2/", "fd00:88::77/");
            long start = System.nanoTime();
            ours.call(CniVerb.ADD, "portmap", "timed", one.netns(), config).succeeded();
            ours.call(CniVerb.DEL, "portmap", "timed", one.netns(), config).succeeded();
            times[i] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private static String ask(DatagramSocket client) throws IOException {
        byte[] question = "hello".getBytes(StandardCharsets.UTF_8);
        DatagramPacket answer = new DatagramPacket(new byte[1000], 1000);
        try {
            client.send(new DatagramPacket(question, question.length));
            client.receive(answer);
        } catch (PortUnreachableException e) {
            // That is about the packet before, which nobody wanted.
            client.send(new DatagramPacket(question, question.length));
            client.receive(answer);
        }
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
    }

    private static String base(String type) {
        return "{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"type\":\"" + type + "\"";
    }

    private static String runtime(String... mappings) {
        return mappings.length == 0 ? "" : ",\"runtimeConfig\":{\"portMappings\":[" + String.join(",", mappings) + "]}";
    }

    private static String config(Pod pod, String... mappings) {
        return base("portmap") + runtime(mappings) + ",\"prevResult\":" + pod.result() + "}";
    }

    private void add(Pod pod, String container, String... mappings) throws Exception {
        ours.call(CniVerb.ADD, "portmap", container, pod.netns(), config(pod, mappings))
                .succeeded();
    }

    private ChainedPlugin.Reply check(String config, String container) throws Exception {
        return ours.call(CniVerb.CHECK, "portmap", container, one.netns(), config);
    }

    private void delete(String config, String container, String netns) throws Exception {
        ours.call(CniVerb.DEL, "portmap", container, netns, config).succeeded();
    }

    private void gc(String type, String... valid) throws Exception {
        ours.call(
                        CniVerb.GC,
                        type,
                        "",
                        "",
                        base(type).replace("1.0.0", "1.1.0") + ",\"cni.dev/valid-attachments\":["
                                + String.join(",", valid) + "]}")
                .succeeded();
    }

    private static String table() {
        return Place.host().run("nft", "list", "table", "inet", "podnet").stdout();
    }

    /** What is in the table about pods, one line each. */
    private static List<String> elements() {
        return table().replaceAll(",\\s+", "\n")
                .lines()
                .filter(line -> line.contains("comment \""))
                .toList();
    }

    private static String rulesOfPods() {
        return Place.host()
                .run("sh", "-c", "for t in nat filter; do iptables -t $t -S; ip6tables -t $t -S; done | sort")
                .succeeded()
                .stdout();
    }
}
