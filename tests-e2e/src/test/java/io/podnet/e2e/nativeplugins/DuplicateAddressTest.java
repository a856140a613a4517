// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniException;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An IPv6 address with a gateway, for which plugins wait until it can be used, and that somebody else uses already, as the
 * kernel finds by duplicate address detection (RFC 4862). The executable waits ten seconds and succeeds, with an address that
 * does not work.
 */
@OnPrivateHost
@LeavesNativeMarks
class DuplicateAddressTest {
    private final NetworkConfigList network = NetworkConfigList.parse("""
            {"cniVersion":"1.0.0","name":"dup","plugins":[{"type":"macvlan","master":"up0","mode":"bridge",
            "ipam":{"type":"static","addresses":[{"address":"10.89.0.9/24"},
            {"address":"fd89::9/64","gateway":"fd89::1"}]}}]}""");

    @BeforeEach
    void makePods() {
        PodsOnABridge.sh("ip link add up0 type veth peer name up1; ip link set up0 up; ip link set up1 up");
        Plugins.namespace("first");
        Plugins.namespace("second");
    }

    @AfterEach
    void removeAll() {
        Plugins.remove("first");
        Plugins.remove("second");
        PodsOnABridge.sh("ip link delete up0");
    }

    private static Attachment attachment(String pod) {
        return Attachment.builder(pod, Plugins.file(pod)).build();
    }

    private static List<String> addresses(String pod) {
        return Place.inNamespace(Plugins.file(pod))
                .run("ip", "-oneline", "address")
                .lines();
    }

    @Test
    void theSecondOneIsRefusedAndTheFirstKeepsIt() {
        try (CniClient cni = Plugins.client("native")) {
            cni.add(network, attachment("first"));
            assertThatThrownBy(() -> cni.add(network, attachment("second")))
                    .isInstanceOf(CniException.class)
                    .hasMessageContaining(
                            "type=\"macvlan\" failed (add): eth0: somebody else uses [fd89::9/64] already");
            assertThat(addresses("second")).noneMatch(line -> line.contains("eth0"));
            assertThat(addresses("first")).anyMatch(line -> line.contains("fd89::9/64") && !line.contains("tentative"));
            cni.delete(network, attachment("first"));
            cni.add(network, attachment("second"));
            cni.delete(network, attachment("second"));
        }
    }
}
