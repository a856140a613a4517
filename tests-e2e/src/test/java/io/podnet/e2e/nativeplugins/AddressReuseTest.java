// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.IpAddresses;
import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniResult;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.Place;
import io.podnet.testkit.Rounds;
import io.podnet.testkit.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Addresses that are leased again as fast as that goes. What had one before is kept alive, with a server that would answer:
 * its namespace has lost its name only.
 */
@LeavesNativeMarks
@Timeout(600)
class AddressReuseTest {
    // Three addresses and the gateway.
    private static final NetworkConfigList BRIDGE =
            network("{\"type\":\"bridge\",\"bridge\":\"cni6\",\"isGateway\":true,");
    private static final NetworkConfigList PTP = network("{\"type\":\"ptp\",");
    private static final NetworkConfigList MACVLAN = network("{\"type\":\"macvlan\",\"master\":\"reuse0\",");

    private static NetworkConfigList network(String plugin) {
        return NetworkConfigList.parse("{\"cniVersion\":\"1.0.0\",\"name\":\"reuse\",\"plugins\":[" + plugin
                + "\"ipam\":{\"type\":\"host-local\",\"ranges\":[[{\"subnet\":\"10.6.0.0/29\",\"rangeEnd\":\"10.6.0.3\"}]],"
                + "\"routes\":[{\"dst\":\"0.0.0.0/0\"}]}}]}");
    }

    @ParameterizedTest(name = "namespace removed after DEL: {0}")
    @ValueSource(booleans = {false, true})
    void onlyTheNewOwnerAnswersOnABridge(boolean isRemovedLater) throws Exception {
        reuse(BRIDGE, Place.host(), isRemovedLater);
        Place.host().run("ip", "link", "delete", "cni6").succeeded();
    }

    @ParameterizedTest(name = "namespace removed after DEL: {0}")
    @ValueSource(booleans = {false, true})
    void onlyTheNewOwnerAnswersOnARoutedLink(boolean isRemovedLater) throws Exception {
        reuse(PTP, Place.host(), isRemovedLater);
    }

    @ParameterizedTest(name = "namespace removed after DEL: {0}")
    @ValueSource(booleans = {false, true})
    void onlyTheNewOwnerAnswersOnAMacvlan(boolean isRemovedLater) throws Exception {
        reuse(MACVLAN, neighbour(), isRemovedLater);
        forgetNeighbour();
    }

    /** Somebody at the other end of a cable, with the gateway's address: the host cannot reach what lies on its own links. */
    private static Place neighbour() {
        Place neighbour = Plugins.namespace("neighbour");
        Place.host()
                .run("ip", "link", "add", "reuse0", "up", "type", "veth", "peer", "eth0", "netns", "neighbour")
                .succeeded();
        neighbour.run("ip", "address", "add", "10.6.0.1/29", "dev", "eth0").succeeded();
        neighbour.run("ip", "link", "set", "eth0", "up").succeeded();
        return neighbour;
    }

    private static void forgetNeighbour() {
        Place.host().run("ip", "link", "delete", "reuse0").succeeded();
        Plugins.remove("neighbour");
    }

    private static void reuse(NetworkConfigList network, Place asking, boolean isRemovedLater) throws Exception {
        int rounds = Rounds.of(300);
        List<TestServer> old = new ArrayList<>();
        try (CniClient cni = Plugins.client("native")) {
            for (int i = 0; i < rounds; i++) {
                String name = "r" + i;
                Place pod = Plugins.namespace(name);
                Attachment attachment =
                        Attachment.builder("pod" + i, Plugins.file(name)).build();
                CniResult result = cni.add(network, attachment);
                String address =
                        IpAddresses.format(result.ips().get(0).address().address());
                old.add(pod.serveTcp(80));
                // Every other round it has to ask who has the address, instead of having been told.
                if (i % 2 == 1) {
                    asking.run("ip", "neighbour", "flush", "all").succeeded();
                }
                assertThat(asking.askTcp(address, 80, "who").server())
                        .as(address + " in round " + i)
                        .isEqualTo(pod.toString());
                if (isRemovedLater) {
                    cni.delete(network, attachment.toBuilder().netnsEnding().build());
                    Plugins.remove(name);
                } else {
                    Plugins.remove(name);
                    cni.delete(network, attachment);
                }
            }
        } finally {
            for (TestServer each : old) {
                each.close();
            }
            Place.host().run("sysctl", "-qw", "net.ipv4.ip_forward=0");
        }
    }
}
