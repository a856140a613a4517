// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.podnet.netns.linux.Syscalls;
import io.podnet.testkit.Facet;
import io.podnet.testkit.HostSnapshot;
import io.podnet.testkit.Leak;
import io.podnet.testkit.Leak.Change;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Leaves each kind of thing behind, and takes each kind away, to see that the snapshot shows it. */
class HostSnapshotTest {
    private final HostSnapshot before = HostSnapshot.take();

    @Test
    void nothingHappenedMeansNothingChanged() {
        assertThat(HostSnapshot.take().leaksSince(before)).isEmpty();
    }

    static Stream<Arguments> thingsLeft() {
        return Stream.of(
                left(
                        Facet.LINKS,
                        "host: br7 (bridge) mtu 1500 qdisc noop down",
                        "ip link add br7 type bridge",
                        "ip link del br7"),
                left(
                        Facet.LINKS,
                        "host: eth0 (veth) mtu 1400 qdisc noqueue 02:00:00:00:71:02 up",
                        "ip link set eth0 mtu 1400",
                        "ip link set eth0 mtu 1500"),
                left(
                        Facet.LINKS,
                        "outside: t7 (tun) mtu 1500 qdisc noop down",
                        "ip -n outside tuntap add t7 mode tun",
                        "ip -n outside tuntap del t7 mode tun"),
                left(
                        Facet.ADDRESSES,
                        "host: eth0 203.0.113.7/24",
                        "ip address add 203.0.113.7/24 dev eth0",
                        "ip address del 203.0.113.7/24 dev eth0"),
                left(
                        Facet.ADDRESSES,
                        "outside: lo 2001:db8:7::7/128",
                        "ip -n outside address add 2001:db8:7::7/128 dev lo",
                        "ip -n outside address del 2001:db8:7::7/128 dev lo"),
                left(
                        Facet.ROUTES,
                        "host: unicast 198.51.100.7 via 203.0.113.1 dev eth0 table 7 proto boot scope global",
                        "ip route add 198.51.100.7 via 203.0.113.1 table 7",
                        "ip route flush table 7"),
                left(
                        Facet.ROUTES,
                        "host: unicast 2001:db8:7::/48 via 2001:db8:113::1 dev eth0 table main proto boot scope global metric 1024 pref medium",
                        "ip route add 2001:db8:7::/48 via 2001:db8:113::1",
                        "ip route del 2001:db8:7::/48"),
                left(
                        Facet.RULES,
                        "host: ip 7: from 10.0.0.0/8 lookup 7 proto unspec",
                        "ip rule add priority 7 from 10.0.0.0/8 table 7",
                        "ip rule del priority 7"),
                left(
                        Facet.RULES,
                        "outside: ip6 7: from all fwmark 0x7 lookup main proto unspec",
                        "ip -n outside -6 rule add priority 7 fwmark 7 table main",
                        "ip -n outside -6 rule del priority 7"),
                left(
                        Facet.FIREWALL,
                        "host: table inet seven",
                        "nft add table inet seven",
                        "nft delete table inet seven"),
                left(
                        Facet.FIREWALL,
                        "host: ip filter FORWARD: ip saddr 10.7.0.0/16 counter drop",
                        "iptables-nft -A FORWARD -s 10.7.0.0/16 -j DROP",
                        "iptables-nft -F"),
                left(
                        Facet.FIREWALL,
                        "host: ip nat chain SEVEN",
                        "iptables-nft -t nat -N SEVEN",
                        "iptables-nft -t nat -X SEVEN"),
                left(
                        Facet.FIREWALL,
                        "host: ip6 filter FORWARD: tcp dport 7 counter accept",
                        "ip6tables-nft -A FORWARD -p tcp --dport 7 -j ACCEPT",
                        "ip6tables-nft -F"),
                left(
                        Facet.FIREWALL,
                        "host: iptables-legacy -A FORWARD -s 10.7.0.0/16 -j DROP",
                        "iptables-legacy -A FORWARD -s 10.7.0.0/16 -j DROP",
                        "iptables-legacy -F"),
                left(
                        Facet.FIREWALL,
                        "host: ip6tables-legacy :SEVEN -",
                        "ip6tables-legacy -N SEVEN",
                        "ip6tables-legacy -X SEVEN"),
                left(Facet.MOUNTS, "/mnt (tmpfs / of seven, rw,relatime)", "mount -t tmpfs seven /mnt", "umount /mnt"),
                left(
                        Facet.MOUNTS,
                        "/mnt (tmpfs / of seven, rw,relatime) (2)",
                        "mount -t tmpfs seven /mnt; mount -t tmpfs seven /mnt",
                        "umount /mnt; umount /mnt"),
                left(Facet.FILES, "/run/seven/8", "mkdir /run/seven; touch /run/seven/8", "rm -r /run/seven"),
                left(Facet.FILES, "/tmp/podnet7/", "mkdir /tmp/podnet7", "rmdir /tmp/podnet7"),
                left(
                        Facet.FILES,
                        "/var/lib/cni/networks/net/10.7.0.7",
                        "mkdir -p /var/lib/cni/networks/net; touch /var/lib/cni/networks/net/10.7.0.7",
                        "rm -r /var/lib/cni/networks"),
                left(Facet.FILES, "/var/lib/podnet/pod", "touch /var/lib/podnet/pod", "rm /var/lib/podnet/pod"),
                left(Facet.FILES, "/etc/cni/net.d/", "mkdir /etc/cni/net.d", "rmdir /etc/cni/net.d"));
    }

    private static Arguments left(Facet facet, String what, String leave, String remove) {
        return Arguments.of(facet, what, leave, remove);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("thingsLeft")
    void whatACommandLeavesShowsUp(Facet facet, String what, String leave, String remove) throws Exception {
        Shell.run(leave);
        List<Leak> leaks = HostSnapshot.take().leaksSince(before);
        Shell.run(remove);
        assertThat(leaks).contains(new Leak(facet, Change.LEFT_BEHIND, what));
    }

    static Stream<Arguments> thingsTaken() {
        return Stream.of(
                left(
                        Facet.LINKS,
                        "host: lo mtu 65536 qdisc noqueue 00:00:00:00:00:00 up",
                        "ip link set lo down",
                        "ip link set lo up"),
                left(
                        Facet.ADDRESSES,
                        "outside: lo 198.51.100.1/32",
                        "ip -n outside address del 198.51.100.1/32 dev lo",
                        "ip -n outside address add 198.51.100.1/32 dev lo"),
                left(
                        Facet.ROUTES,
                        "host: unicast default via 203.0.113.1 dev eth0 table main proto boot scope global",
                        "ip route del default",
                        "ip route add default via 203.0.113.1"),
                left(
                        Facet.MOUNTS,
                        "/etc/cni (tmpfs / of private-host, rw,relatime)",
                        "umount /etc/cni",
                        "mount -t tmpfs -o mode=755 private-host /etc/cni"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("thingsTaken")
    void whatACommandTakesAwayShowsUp(Facet facet, String what, String take, String restore) throws Exception {
        Shell.run(take);
        List<Leak> leaks = HostSnapshot.take().leaksSince(before);
        Shell.run(restore);
        assertThat(leaks).contains(new Leak(facet, Change.LOST, what));
    }

    @Test
    void aNamespaceThatIsLeftShowsUpAsMountAsFileAndWithWhatIsInIt() throws Exception {
        Shell.run("ip netns add seven; ip -n seven address add 10.7.0.7/24 dev lo");
        List<Leak> leaks = HostSnapshot.take().leaksSince(before);
        Shell.run("ip netns del seven");
        assertThat(leaks)
                .contains(
                        new Leak(Facet.FILES, Change.LEFT_BEHIND, "/run/netns/seven"),
                        new Leak(Facet.ADDRESSES, Change.LEFT_BEHIND, "seven: lo 10.7.0.7/24"))
                .anyMatch(leak -> leak.facet() == Facet.MOUNTS && leak.what().startsWith("/run/netns/seven (nsfs"));
    }

    @Test
    void aProcessThatIsLeftShowsUpWithWhatIsInItsNamespace() throws Exception {
        Process process = new ProcessBuilder("unshare", "--net", "sleep", "77").start();
        try {
            // unshare becomes sleep when its namespace is ready.
            await().until(() -> Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), UTF_8)
                    .startsWith("sleep"));
            List<Leak> leaks = HostSnapshot.take().leaksSince(before);
            assertThat(leaks)
                    .contains(
                            new Leak(Facet.PROCESSES, Change.LEFT_BEHIND, process.pid() + " sleep 77"),
                            new Leak(
                                    Facet.LINKS,
                                    Change.LEFT_BEHIND,
                                    "process " + process.pid() + ": lo mtu 65536 qdisc noop 00:00:00:00:00:00 down"))
                    .anyMatch(leak -> leak.facet() == Facet.DESCRIPTORS
                            && leak.what().startsWith("pipe:")); // to its standard streams
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aGrandchildThatIsLeftShowsUpThoughNobodyHereIsItsParent() throws Exception {
        String pid = Shell.run("setsid sleep 78 >/dev/null 2>&1 & echo $!").strip();
        try {
            await().untilAsserted(() ->
                    assertThat(HostSnapshot.take().of(Facet.PROCESSES)).contains(pid + " sleep 78"));
        } finally {
            Shell.run("kill " + pid);
        }
        // The first process of the host reaps it.
        await().atMost(Duration.ofSeconds(5)).until(() -> !Files.exists(Path.of("/proc/" + pid)));
    }

    @Test
    void aDescriptorThatIsLeftShowsUp() throws Exception {
        Path file = Files.createTempFile("seven", null);
        try (ServerSocket socket = new ServerSocket(0);
                InputStream stream = Files.newInputStream(file);
                InputStream namespace = Files.newInputStream(Path.of("/proc/self/ns/net"))) {
            assertThat(socket.isBound() && stream.available() == 0 && namespace != null)
                    .isTrue();
            assertThat(HostSnapshot.take().leaksSince(before))
                    .contains(new Leak(Facet.DESCRIPTORS, Change.LEFT_BEHIND, file.toString()))
                    .anyMatch(leak ->
                            leak.facet() == Facet.DESCRIPTORS && leak.what().startsWith("socket:["))
                    .anyMatch(leak ->
                            leak.facet() == Facet.DESCRIPTORS && leak.what().startsWith("net:["));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aThreadThatIsLeftShowsUp() throws Exception {
        try (StuckThread thread = new StuckThread(() -> {})) {
            thread.awaitStuck();
            assertThat(HostSnapshot.take().leaksSince(before))
                    .containsExactly(new Leak(Facet.THREADS, Change.LEFT_BEHIND, "\"stuck\" java.lang.Thread"));
        }
    }

    @Test
    void aThreadThatIsLeftInAnotherNamespaceShowsUpWithThat() throws Exception {
        try (StuckThread thread = new StuckThread(() -> Syscalls.unshare(Syscalls.CLONE_NEWNET))) {
            thread.awaitStuck();
            assertThat(HostSnapshot.take().of(Facet.THREADS))
                    .anyMatch(line -> line.matches("task \\d+ stuck is in net:\\[\\d+\\]"));
        }
    }

    /** Does something, and then nothing until it is closed. */
    private static final class StuckThread implements AutoCloseable {
        private final CountDownLatch stuck = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);
        private final Thread thread;

        StuckThread(Runnable first) {
            thread = new Thread(
                    () -> {
                        first.run();
                        stuck.countDown();
                        try {
                            over.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    "stuck");
            thread.start();
        }

        void awaitStuck() throws InterruptedException {
            assertThat(stuck.await(10, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void close() throws InterruptedException {
            over.countDown();
            thread.join();
        }
    }
}
