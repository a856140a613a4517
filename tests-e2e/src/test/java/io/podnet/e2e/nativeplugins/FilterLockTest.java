// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.CniVerb;
import io.podnet.cni.nativeplugins.NativePlugins;
import io.podnet.testkit.OnPrivateHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may not change the packet filter cannot keep others from doing so. */
@OnPrivateHost
@LeavesNativeMarks
@LeavesKeptSockets
class FilterLockTest {
    private static final String POD = "locked";
    private static final String CONFIG = """
            {"cniVersion": "1.0.0", "name": "locked", "type": "bridge", "bridge": "locked0", "isGateway": true,
             "ipMasq": true, "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.97.3.0/24"}]]}}
            """;

    private final ChainedPlugin plugins =
            ChainedPlugin.ours(NativePlugins.builder().build());

    @BeforeEach
    void makePod() throws Exception {
        Plugins.namespace(POD);
    }

    @AfterEach
    void removeAll() throws Exception {
        Plugins.remove(POD);
        PodsOnABridge.sh("""
                ip link delete locked0
                rm -rf /var/lib/cni/networks/locked
                nft delete table inet podnet
                """);
    }

    @Test
    @Timeout(60)
    void aUserWhoHoldsTheLockStopsNobody() throws Exception {
        // Everybody may open these, and lock what can be opened.
        Process stranger = new ProcessBuilder(
                        "setpriv",
                        "--reuid",
                        "65534",
                        "--regid",
                        "65534",
                        "--clear-groups",
                        "--",
                        "flock",
                        "/proc/self/ns/net",
                        "sh",
                        "-c",
                        "echo held; exec sleep 1000")
                .start();
        try {
            assertThat(stranger.getInputStream().read()).isEqualTo('h');
            call(CniVerb.ADD).succeeded();
            call(CniVerb.DEL).succeeded();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.descendants().forEach(ProcessHandle::destroyForcibly);
            stranger.destroyForcibly().waitFor();
        }
    }

    private ChainedPlugin.Reply call(CniVerb verb) throws Exception {
        return plugins.call(verb, "bridge", "pod", Plugins.file(POD).toString(), CONFIG);
    }
}
