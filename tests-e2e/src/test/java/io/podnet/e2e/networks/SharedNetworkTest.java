// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.NetworkSpec;
import io.podnet.api.Podnet;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.Place;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another program's container on a network that podnet made. */
@KeepsNetworkState
class SharedNetworkTest {
    private static final Path NETNS = Path.of("/run/netns/theirs");

    private final Place host = Place.host();
    private final Podnet podnet = Podnet.open();

    @BeforeEach
    void makeNamespace() {
        host.run("ip", "netns", "add", "theirs").succeeded();
    }

    @AfterEach
    void removeAll() {
        host.run("ip", "netns", "del", "theirs");
        host.run("ip", "link", "del", "podnet1");
        podnet.close();
        host.run("sysctl", "-qw", "net.ipv4.ip_forward=0");
    }

    @Test
    void keepsTheNetworkAndItsBridge() {
        podnet.createNetwork(NetworkSpec.builder().name("shared").withoutDns().build());
        NetworkConfigList network = NetworkConfigList.load(Path.of("/etc/cni/net.d"), "shared");
        Attachment theirs = Attachment.builder("c0ffee", NETNS).build();
        try (CniClient cni = CniClient.create()) {
            cni.add(network, theirs);
            assertThatThrownBy(() -> podnet.removeNetwork("shared"))
                    .hasMessage("\"shared\" has attachments of others with it, such as container c0ffee."
                            + " Use -f to remove it all the same: network is being used");
            assertThat(podnet.removeNetworkAndPods("shared")).isEmpty();
            assertThat(host.run("ip", "link", "show", "podnet1").exit())
                    .as("the bridge stays")
                    .isZero();
            assertThat(Place.inNamespace(NETNS)
                            .run("ip", "-brief", "address", "show", "eth0")
                            .stdout())
                    .contains("10.89.0.2/24");
            // The configuration is in the cache.
            cni.delete(cni.attachments("c0ffee").get(0));
        }
    }
}
