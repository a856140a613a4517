// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.netns.linux.LinkStatistics64;
import io.podnet.testkit.OnPrivateHost;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts real packets. */
@OnPrivateHost
class CountersTest {
    private static final int PACKETS = 1000;
    private static final int PAYLOAD = 1000;
    private static final int HEADERS = 14 + 20 + 8;

    private TestNetns alpha;
    private TestNetns beta;

    @BeforeEach
    void connectThem() throws Exception {
        alpha = TestNetns.create("alpha");
        beta = TestNetns.create("beta");
        // Without IPv6, nothing but our packets and their ARP goes through.
        for (TestNetns netns : new TestNetns[] {alpha, beta}) {
            netns.sh("echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6");
        }
        alpha.sh("ip link add eth0 type veth peer name eth0 netns beta");
        alpha.sh("ip address add 10.9.0.1/24 dev eth0; ip link set eth0 up");
        beta.sh("ip address add 10.9.0.2/24 dev eth0; ip link set eth0 up");
    }

    @AfterEach
    void removeThem() {
        alpha.close();
        beta.close();
    }

    @Test
    void whatOneEndSendsTheOtherReceives() throws Exception {
        LinkStatistics64 before = counts(alpha);
        send();
        LinkStatistics64 sent = counts(alpha);
        LinkStatistics64 received = counts(beta);

        assertThat(sent.txPackets() - before.txPackets()).isBetween((long) PACKETS, PACKETS + 10L);
        assertThat(sent.txBytes() - before.txBytes())
                .isBetween((long) PACKETS * (PAYLOAD + HEADERS), PACKETS * (PAYLOAD + HEADERS) + 10 * 60L);
        assertThat(received.rxPackets()).isEqualTo(sent.txPackets());
        assertThat(received.rxBytes()).isEqualTo(sent.txBytes());
        assertThat(received.txPackets()).isEqualTo(sent.rxPackets());
        assertThat(sent.rxErrors() + sent.txErrors() + sent.rxDropped() + sent.txDropped())
                .isZero();
    }

    @Test
    void allCountersAreThoseOfSysfs() throws Exception {
        send();
        LinkStatistics64 counts = counts(alpha);
        assertThat(counts.txPackets()).isGreaterThanOrEqualTo(PACKETS);
        // A mount of sysfs shows the namespace that it was made in.
        String files = alpha.place
                .run(
                        "unshare",
                        "--mount",
                        "sh",
                        "-ec",
                        "mount -t sysfs sysfs /sys; cd /sys/class/net/eth0/statistics; grep . *")
                .succeeded()
                .stdout();
        assertThat(files)
                .contains(
                        "rx_packets:" + counts.rxPackets() + "\n",
                        "tx_packets:" + counts.txPackets() + "\n",
                        "rx_bytes:" + counts.rxBytes() + "\n",
                        "tx_bytes:" + counts.txBytes() + "\n",
                        "rx_errors:" + counts.rxErrors() + "\n",
                        "tx_errors:" + counts.txErrors() + "\n",
                        "rx_dropped:" + counts.rxDropped() + "\n",
                        "tx_dropped:" + counts.txDropped() + "\n",
                        "multicast:" + counts.multicast() + "\n",
                        "collisions:" + counts.collisions() + "\n",
                        "rx_length_errors:" + counts.rxLengthErrors() + "\n",
                        "rx_over_errors:" + counts.rxOverErrors() + "\n",
                        "rx_crc_errors:" + counts.rxCrcErrors() + "\n",
                        "rx_frame_errors:" + counts.rxFrameErrors() + "\n",
                        "rx_fifo_errors:" + counts.rxFifoErrors() + "\n",
                        "rx_missed_errors:" + counts.rxMissedErrors() + "\n",
                        "tx_aborted_errors:" + counts.txAbortedErrors() + "\n",
                        "tx_carrier_errors:" + counts.txCarrierErrors() + "\n",
                        "tx_fifo_errors:" + counts.txFifoErrors() + "\n",
                        "tx_heartbeat_errors:" + counts.txHeartbeatErrors() + "\n",
                        "tx_window_errors:" + counts.txWindowErrors() + "\n",
                        "rx_compressed:" + counts.rxCompressed() + "\n",
                        "tx_compressed:" + counts.txCompressed() + "\n",
                        "rx_nohandler:" + counts.rxNohandler() + "\n");
    }

    private void send() throws Exception {
        try (DatagramSocket receiver = beta.place.call(() -> new DatagramSocket(7, InetAddress.getByName("10.9.0.2")));
                DatagramSocket sender = alpha.place.call(DatagramSocket::new)) {
            for (int i = 0; i < PACKETS; i++) {
                sender.send(new DatagramPacket(new byte[PAYLOAD], PAYLOAD, receiver.getLocalSocketAddress()));
            }
        }
    }

    private static LinkStatistics64 counts(TestNetns netns) {
        return netns.rtnl
                .links()
                .findDetails(netns.link("eth0").index())
                .orElseThrow()
                .statistics()
                .orElseThrow();
    }
}
