// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.CniVerb;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.cni.spi.Support;
import io.podnet.testkit.OnPrivateHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the native firewall plugin can do the reference one's work, and where it says that it cannot. */
@OnPrivateHost
@LeavesKeptSockets
class FirewallTest {
    private final PluginInvoker invoker = NativePlugins.builder().build();
    private final ChainedPlugin ours = ChainedPlugin.ours(invoker);
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
        PodsOnABridge.sh("""
                for ipt in iptables ip6tables; do $ipt -P FORWARD ACCEPT; $ipt -F FORWARD; done
                nft delete table inet firewalld 2>/dev/null || true
                """);
    }

    @Test
    void whereNothingIsDroppedThereIsNothingToDo() throws Exception {
        assertThat(supports("")).isInstanceOf(Support.Yes.class);
        // What the reference plugin has set up for others is no obstacle.
        ChainedPlugin.reference()
                .call(CniVerb.ADD, "firewall", "other", one.netns(), config(""))
                .succeeded();
        ChainedPlugin.reference()
                .call(CniVerb.DEL, "firewall", "other", one.netns(), config(""))
                .succeeded();
        assertThat(supports("")).isInstanceOf(Support.Yes.class);

        String result = ours.call(CniVerb.ADD, "firewall", "first", one.netns(), config(""))
                .succeeded()
                .stdout();
        assertThat(result).contains("10.88.0.2/16");
        ours.call(CniVerb.CHECK, "firewall", "first", one.netns(), config("")).succeeded();
        ours.call(
                        CniVerb.STATUS,
                        "firewall",
                        "",
                        "",
                        "{\"cniVersion\":\"1.1.0\",\"name\":\"net\",\"type\":\"firewall\"}")
                .succeeded();
        ours.call(CniVerb.DEL, "firewall", "first", "", config("")).succeeded();
    }

    @Test
    void whereSomethingIsDroppedTheReferencePluginIsNeeded() throws Exception {
        for (String[] each : new String[][] {
            {"iptables -P FORWARD DROP", "iptables -P FORWARD ACCEPT", "policy of iptables' chain FORWARD is DROP"},
            {"ip6tables -P FORWARD DROP", "ip6tables -P FORWARD ACCEPT", "policy of ip6tables' chain FORWARD is DROP"},
            {"iptables -A FORWARD -j REJECT", "iptables -F FORWARD", "iptables' chain FORWARD has rules of others"},
            {
                "nft 'add table inet firewalld; add chain inet firewalld filter_FORWARD'",
                "nft delete table inet firewalld",
                "firewalld is running"
            }
        }) {
            PodsOnABridge.sh(each[0]);
            assertThat(supports(""))
                    .isInstanceOfSatisfying(
                            Support.No.class,
                            no -> assertThat(no.reason()).contains(each[2], "the reference plugin is needed"));
            assertThat(ours.call(CniVerb.ADD, "firewall", "first", one.netns(), config(""))
                            .stdout())
                    .contains(each[2]);
            assertThat(ours.call(CniVerb.CHECK, "firewall", "first", one.netns(), config(""))
                            .stdout())
                    .contains(each[2]);
            assertThat(ours.call(
                                    CniVerb.STATUS,
                                    "firewall",
                                    "",
                                    "",
                                    "{\"cniVersion\":\"1.1.0\",\"name\":\"net\",\"type\":\"firewall\"}")
                            .stdout())
                    .contains("\"code\":50", each[2]);
            ours.call(CniVerb.DEL, "firewall", "first", one.netns(), config("")).succeeded();
            PodsOnABridge.sh(each[1]);
        }
    }

    @Test
    void tablesOfIptablesLegacyCannotBeLookedInto() throws Exception {
        // In a namespace that goes: such a table stays for as long as its namespace.
        assertThat(one.place().call(() -> supports(""))).isInstanceOf(Support.Yes.class);
        PodsOnABridge.sh("ip netns exec one iptables-legacy -t nat -S");
        assertThat(one.place().call(() -> supports(""))).isInstanceOf(Support.Yes.class);
        PodsOnABridge.sh("ip netns exec one ip6tables-legacy -t filter -S");
        assertThat(one.place().call(() -> supports("")))
                .isInstanceOfSatisfying(
                        Support.No.class,
                        no -> assertThat(no.reason()).contains("iptables-legacy has a table filter, which cannot be"));
        assertThat(supports("")).isInstanceOf(Support.Yes.class);
    }

    @Test
    void whatItDoesNotKnowIsLeftToTheReferencePlugin() {
        for (String key : List.of(
                "\"backend\":\"iptables\"",
                "\"firewalldZone\":\"trusted\"",
                "\"iptablesAdminChainName\":\"X\"",
                "\"ingressPolicy\":\"same-bridge\"")) {
            assertThat(supports("," + key)).as(key).isInstanceOf(Support.No.class);
        }
        assertThat(supports(",\"backend\":\"\",\"ingressPolicy\":\"\"")).isInstanceOf(Support.Yes.class);
        for (String key : List.of("\"conditionsV4\":[]", "\"markMasqBit\":3", "\"externalSetMarkChain\":\"X\"")) {
            String config = "{\"type\":\"portmap\"," + key + "}";
            assertThat(invoker.supports("portmap", config, List.of())).as(key).isInstanceOf(Support.No.class);
        }
        assertThat(invoker.supports("portmap", "{\"type\":\"portmap\",\"snat\":false}", List.of()))
                .isInstanceOf(Support.Yes.class);
    }

    @Test
    void errorsAreThoseOfTheReferencePlugin() throws Exception {
        for (String[] each : new String[][] {
            {"firewall", config("").replaceFirst(",\"prevResult.*", "}")},
            {"portmap", "{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"type\":\"portmap\"}"},
            {"portmap", portmap("{\"hostPort\":80,\"protocol\":\"tcp\"}")},
            {"portmap", portmap("{\"containerPort\":80,\"protocol\":\"tcp\"}")},
            {"portmap", portmap("{\"hostPort\":-1,\"containerPort\":80,\"protocol\":\"tcp\"}")},
        }) {
            ChainedPlugin.Reply theirs =
                    ChainedPlugin.reference().call(CniVerb.ADD, each[0], "first", one.netns(), each[1]);
            ChainedPlugin.Reply our = ours.call(CniVerb.ADD, each[0], "first", one.netns(), each[1]);
            assertThat(our.exit()).isEqualTo(theirs.exit()).isOne();
            assertThat(our.stdout().replaceAll("\\s", ""))
                    .as(each[1])
                    .isEqualTo(theirs.stdout().replaceAll("\\s", ""));
        }
    }

    private Support supports(String more) {
        return invoker.supports("firewall", "{\"type\":\"firewall\"" + more + "}", List.of(Path.of("/usr/lib/cni")));
    }

    private String config(String more) {
        return "{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"type\":\"firewall\"" + more + ",\"prevResult\":"
                + one.result().replaceAll("\\s", "") + "}";
    }

    private String portmap(String mapping) {
        return "{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"type\":\"portmap\",\"runtimeConfig\":{\"portMappings\":["
                + mapping + "]},\"prevResult\":" + one.result() + "}";
    }
}
