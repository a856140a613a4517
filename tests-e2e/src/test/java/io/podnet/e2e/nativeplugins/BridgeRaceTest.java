// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.CniVerb;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.testkit.OnPrivateHost;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Others do to the bridge, right before it, what an attachment is about to do: none of it fails. */
@OnPrivateHost
@LeavesNativeMarks
@LeavesKeptSockets
class BridgeRaceTest {
    private static final String POD = "race";
    private static final String CONFIG = """
            {"cniVersion": "1.0.0", "name": "race", "type": "bridge", "bridge": "race0", "isGateway": true,
             "forceAddress": true, "ipam": {"type": "host-local", "ranges": [[{"subnet": "%s"}]]}}
            """;

    private final List<String> overtaken = new ArrayList<>();
    private final ChainedPlugin plugins =
            ChainedPlugin.ours(NativePlugins.builder().steps(this::overtake).build());

    private void overtake(String step) {
        String command = switch (step) {
            case "make bridge race0" -> "ip link add race0 type bridge";
            case "add 10.97.1.1/24 to race0" -> "ip address add 10.97.1.1/24 dev race0";
            case "remove 10.97.1.1/24 from race0" -> "ip address del 10.97.1.1/24 dev race0";
            case "add 10.97.2.1/24 to race0" -> "ip address add 10.97.2.1/24 dev race0";
            default -> "";
        };
        if (!command.isEmpty()) {
            PodsOnABridge.sh(command);
            overtaken.add(step);
        }
    }

    @BeforeEach
    void makePod() throws Exception {
        Plugins.namespace(POD);
    }

    @AfterEach
    void removeAll() throws Exception {
        Plugins.remove(POD);
        PodsOnABridge.sh("ip link delete race0; rm -rf /var/lib/cni/networks/race");
    }

    @Test
    void whatSomebodyElseHasJustDoneIsDone() throws Exception {
        for (String subnet : List.of("10.97.1.0/24", "10.97.2.0/24")) {
            call(CniVerb.ADD, subnet).succeeded();
            call(CniVerb.DEL, subnet).succeeded();
        }
        assertThat(overtaken)
                .containsExactly(
                        "make bridge race0",
                        "add 10.97.1.1/24 to race0",
                        "remove 10.97.1.1/24 from race0",
                        "add 10.97.2.1/24 to race0");
        assertThat(PodsOnABridge.sh("ip -4 -br address show race0"))
                .contains("10.97.2.1/24")
                .doesNotContain("10.97.1.1");
    }

    private ChainedPlugin.Reply call(CniVerb verb, String subnet) throws Exception {
        return plugins.call(verb, "bridge", "pod", Plugins.file(POD).toString(), CONFIG.formatted(subnet));
    }
}
