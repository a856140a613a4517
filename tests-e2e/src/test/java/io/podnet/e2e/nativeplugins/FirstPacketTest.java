// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.Rounds;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the host sends to a pod as soon as ADD has returned arrives. The kernel drops all that goes to a veth until it has noticed,
 * in a thread of its own, that the other end is up (dev_activate() of sch_generic.c); who is asked again is so a second later.
 */
@OnPrivateHost
@LeavesNativeMarks
class FirstPacketTest {
    private static final int PORT = 7;

    /** Less than the second after which the host asks again for the pod's Ethernet address. */
    private static final int MILLIS = 800;

    private final NetworkConfigList network = NetworkConfigList.parse("""
            {"cniVersion":"1.0.0","name":"first","plugins":[{"type":"bridge","bridge":"first0","isGateway":true,
            "ipam":{"type":"host-local","ranges":[[{"subnet":"10.91.0.0/24"}]]}}]}""");

    @AfterEach
    void removeTheBridge() {
        PodsOnABridge.sh("ip link delete first0");
        Plugins.remove("pod");
    }

    @Test
    void arrives() throws Exception {
        byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
        try (CniClient cni = Plugins.client("native");
                DatagramSocket host = new DatagramSocket()) {
            for (int round = 0; round < Rounds.of(1000); round++) {
                Place place = Plugins.namespace("pod");
                Attachment pod =
                        Attachment.builder("pod" + round, Plugins.file("pod")).build();
                try (DatagramSocket inside = place.call(() -> new DatagramSocket(PORT))) {
                    inside.setSoTimeout(MILLIS);
                    InetAddress address =
                            cni.add(network, pod).ips().get(0).address().address();
                    host.send(new DatagramPacket(hello, hello.length, address, PORT));
                    assertThat(hears(inside)).as("round %d", round).isTrue();
                }
                cni.delete(network, pod);
                Plugins.remove("pod");
            }
        }
    }

    private static boolean hears(DatagramSocket socket) throws Exception {
        try {
            socket.receive(new DatagramPacket(new byte[16], 16));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
