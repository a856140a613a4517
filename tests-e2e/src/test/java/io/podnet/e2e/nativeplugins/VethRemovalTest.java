// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.CniVerb;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.testkit.OnPrivateHost;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** DEL of a pod whose namespace has lost its name, and somebody is still in there. */
@OnPrivateHost
@LeavesNativeMarks
@LeavesKeptSockets
class VethRemovalTest {
    private static final String CONFIG = """
            {"cniVersion":"1.0.0","name":"net","type":"bridge","bridge":"podnet7","ipam":{"type":"%s",
            "ranges":[[{"subnet":"10.88.0.0/24"}]]}}""";

    private final ChainedPlugin ours =
            ChainedPlugin.ours(NativePlugins.builder().build());

    @AfterEach
    void removeBridge() {
        PodsOnABridge.sh(
                "ip link delete podnet7; rm -r /var/lib/cni/networks/net; nft delete table inet podnet || true");
    }

    @Test
    void theLinkGoesWhateverElseFails() throws Exception {
        PodsOnABridge.sh("ip netns add lost");
        Process inside =
                new ProcessBuilder("ip", "netns", "exec", "lost", "sh", "-c", "echo inside; exec sleep 60").start();
        try {
            assertThat(inside.inputReader().readLine()).isEqualTo("inside");
            ours.call(CniVerb.ADD, "bridge", "first", "/run/netns/lost", CONFIG.formatted("host-local"))
                    .succeeded();
            assertThat(ports()).contains("veth");
            PodsOnABridge.sh("ip netns delete lost");
            ChainedPlugin.Reply reply = ours.call(CniVerb.DEL, "bridge", "first", "", CONFIG.formatted("nobody"));
            assertThat(reply.stdout()).contains("there is no native plugin of type");
            for (int i = 0; i < 100 && !ports().isEmpty(); i++) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            assertThat(ports()).isEmpty();
            ours.call(CniVerb.DEL, "bridge", "first", "", CONFIG.formatted("host-local"))
                    .succeeded();
        } finally {
            inside.destroyForcibly().waitFor();
        }
    }

    private static String ports() {
        return PodsOnABridge.sh("ip -o link show master podnet7").strip();
    }
}
