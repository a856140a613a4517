// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.CniResult;
import io.podnet.cni.CniVerb;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.testkit.OnPrivateHost;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes interfaces and sysctls by both plugins, and changes them back: each can undo what the other has done. */
@OnPrivateHost
@LeavesKeptSockets
class TuningTest {
    private static final Path ALLOWED = Path.of("/etc/cni/tuning/allowlist.conf");

    private final ChainedPlugin ours =
            ChainedPlugin.ours(NativePlugins.builder().build());
    private final ChainedPlugin reference = ChainedPlugin.reference();
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
        String before = look();
        for (String more : new String[] {
            ",\"mac\":\"02:00:00:00:aa:BB\"",
            ",\"mtu\":1400,\"promisc\":true",
            ",\"allmulti\":true,\"runtimeConfig\":{\"mac\":\"02:00:00:00:aa:cc\"},\"mac\":\"02:00:00:00:aa:dd\"",
            ",\"sysctl\":{\"net.ipv4.conf.IFNAME.arp_filter\":\"1\",\"net.core.somaxconn\":\"500\"}",
            ",\"mtu\":1300,\"args\":{\"cni\":{\"mtu\":1350,\"mac\":\"02:00:00:00:aa:ee\",\"promisc\":true}}",
            ",\"sysctl\":{\"net/ipv4/ip_forward\":\"1\"},\"dataDir\":\"/run/cni/elsewhere\",\"mtu\":1280"
        }) {
            String theirs = addAndLook(reference, reference, more);
            assertThat(addAndLook(ours, reference, more)).as(more).isEqualTo(theirs);
            assertThat(addAndLook(reference, ours, more)).as(more).isEqualTo(theirs);
            assertThat(addAndLook(ours, ours, more)).as(more).isEqualTo(theirs);
            assertThat(look()).isEqualTo(before);
        }
    }

    /** What one plugin does on ADD, with its result and its backup; the other one undoes it. */
    private String addAndLook(ChainedPlugin plugin, ChainedPlugin undo, String more) throws Exception {
        String config = config(more);
        String result = plugin.call(CniVerb.ADD, "tuning", "first", one.netns(), config)
                .succeeded()
                .stdout();
        String seen = look() + PodsOnABridge.sh("cat /run/cni/*/first_eth0.json 2>/dev/null || true") + sysctls();
        String check = config.substring(0, config.lastIndexOf(",\"prevResult\"")) + ",\"prevResult\":" + result + "}";
        if (!more.contains("IFNAME") && !more.contains("BB")) {
            // The reference plugin forgets on CHECK what it did on ADD: IFNAME, and capital letters.
            plugin.call(CniVerb.CHECK, "tuning", "first", one.netns(), check).succeeded();
        }
        ours.call(CniVerb.CHECK, "tuning", "first", one.netns(), check).succeeded();
        undo.call(CniVerb.DEL, "tuning", "first", one.netns(), config).succeeded();
        assertThat(PodsOnABridge.sh("ls /run/cni/*/ 2>/dev/null || true")).doesNotContain("first");
        one.place().run("sh", "-c", """
                echo 0 >/proc/sys/net/ipv4/conf/eth0/arp_filter; echo 4096 >/proc/sys/net/core/somaxconn
                echo 0 >/proc/sys/net/ipv4/ip_forward""").succeeded();
        return seen + CniResult.parse(result).toJson();
    }

    private String look() {
        // Addresses of IPv6 follow the Ethernet address; the counter of who wants all packets is the kernel's.
        return one.place()
                .run("ip", "-o", "link", "show", "eth0")
                .succeeded()
                .stdout()
                .replaceAll("qlen.*brd", "");
    }

    private String sysctls() {
        return one.place().run("sh", "-c", """
                        cat /proc/sys/net/ipv4/conf/eth0/arp_filter /proc/sys/net/core/somaxconn \\
                            /proc/sys/net/ipv4/ip_forward""").succeeded().stdout();
    }

    @Test
    void checkSeesWhatIsDifferent() throws Exception {
        String config =
                config(",\"mtu\":1400,\"mac\":\"02:00:00:00:aa:01\",\"sysctl\":{\"net.core.somaxconn\":\"77\"}");
        ours.call(CniVerb.ADD, "tuning", "first", one.netns(), config).succeeded();
        for (String[] each : new String[][] {
            {"ip link set eth0 mtu 1300", "MTU of eth0 is 1400, current value is 1300", "ip link set eth0 mtu 1400"},
            {
                "ip link set eth0 promisc on",
                "promisc of eth0 is false, current value is true",
                "ip link set eth0 promisc off"
            },
            {"echo 5 >/proc/sys/net/core/somaxconn", "is 77, current value is 5", "true"},
        }) {
            one.place().run("sh", "-c", each[0]).succeeded();
            assertThat(ours.call(CniVerb.CHECK, "tuning", "first", one.netns(), config)
                            .stdout())
                    .contains(each[1]);
            one.place().run("sh", "-c", each[2]).succeeded();
        }
        ours.call(CniVerb.DEL, "tuning", "first", one.netns(), config).succeeded();
    }

    @Test
    void whatFailsHalfWayIsUndone() throws Exception {
        String before = look();
        // More than a veth may have, and set last.
        String config = config(",\"mac\":\"02:00:00:00:aa:01\",\"promisc\":true,\"mtu\":70000");
        ChainedPlugin.Reply reply = ours.call(CniVerb.ADD, "tuning", "first", one.netns(), config);
        assertThat(reply.exit()).isNotZero();
        assertThat(reply.stdout()).contains("EINVAL");
        assertThat(look()).isEqualTo(before);
        assertThat(Path.of("/run/cni/tuning/first_eth0.json")).doesNotExist();
    }

    @Test
    void theBackupGoesWithTheNamespace() throws Exception {
        String config = config(",\"mtu\":1400");
        ours.call(CniVerb.ADD, "tuning", "first", one.netns(), config).succeeded();
        assertThat(Path.of("/run/cni/tuning/first_eth0.json")).exists();
        ours.call(CniVerb.DEL, "tuning", "first", "", config).succeeded();
        assertThat(Path.of("/run/cni/tuning/first_eth0.json")).doesNotExist();
        ours.call(CniVerb.DEL, "tuning", "first", "", config).succeeded();

        ours.call(CniVerb.ADD, "tuning", "first", one.netns(), config).succeeded();
        ours.call(
                        CniVerb.GC,
                        "tuning",
                        "",
                        "",
                        "{\"cniVersion\":\"1.1.0\",\"name\":\"net\",\"type\":\"tuning\",\"cni.dev/valid-attachments\":[]}")
                .succeeded();
        assertThat(Path.of("/run/cni/tuning/first_eth0.json")).doesNotExist();
    }

    @Test
    void whatIsNotAllowedIsRefused() throws Exception {
        Files.createDirectories(ALLOWED.getParent());
        Files.writeString(ALLOWED, "^net\\.core\\..*$\n\n");
        try {
            ours.call(CniVerb.ADD, "tuning", "first", one.netns(), config(",\"sysctl\":{\"net.core.somaxconn\":\"9\"}"))
                    .succeeded();
            assertThat(ours.call(
                                    CniVerb.ADD,
                                    "tuning",
                                    "first",
                                    one.netns(),
                                    config(",\"sysctl\":{\"net.ipv4.ip_forward\":\"1\"}"))
                            .stdout())
                    .contains("Sysctl net.ipv4.ip_forward is not allowed");
        } finally {
            Files.delete(ALLOWED);
            Files.delete(ALLOWED.getParent());
        }
        for (String key : new String[] {"kernel.hostname", "kernel/hostname"}) {
            assertThat(ours.call(
                                    CniVerb.ADD,
                                    "tuning",
                                    "first",
                                    one.netns(),
                                    config(",\"sysctl\":{\"" + key + "\":\"1\"}"))
                            .stdout())
                    .contains("invalid net sysctl key");
        }
        ours.call(CniVerb.DEL, "tuning", "first", "", config("")).succeeded();
    }

    private String config(String more) {
        return "{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"type\":\"tuning\"" + more + ",\"prevResult\":"
                + one.result() + "}";
    }
}
