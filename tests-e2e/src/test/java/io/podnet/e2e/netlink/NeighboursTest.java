// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.podnet.base.IpAddresses;
import io.podnet.base.MacAddress;
import io.podnet.netns.LinkName;
import io.podnet.netns.Route;
import io.podnet.netns.RouteType;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.Neighbour;
import io.podnet.netns.linux.NeighbourRequests;
import io.podnet.netns.linux.Sysctl;
import io.podnet.testkit.OnPrivateHost;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Neighbours, those behind a bridge's ports, single routes, sysctls and all-multicast, as iproute2 sees them. */
@OnPrivateHost
class NeighboursTest {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:09");

    private TestNetns netns;
    private NeighbourRequests neighbours;
    private int v0;

    @BeforeEach
    void makeLinks() throws Exception {
        netns = TestNetns.create("alpha");
        neighbours = netns.rtnl.neighbours();
        netns.sh("""
                echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad
                ip link set lo up
                ip link add br0 up type bridge
                ip link add v0 type veth peer name v1
                ip link set v0 master br0 up
                ip link set v1 up
                ip address add 10.9.0.1/24 dev br0
                ip address add fd00::1/64 dev br0
                """);
        v0 = netns.link("v0").index();
    }

    @AfterEach
    void removeThem() {
        netns.close();
    }

    @Test
    void whoHasAnAddress() {
        int bridge = netns.link("br0").index();
        for (InetAddress address : List.of(IpAddresses.parse("10.9.0.7"), IpAddresses.parse("fd00::7"))) {
            neighbours.set(bridge, address, MAC);

            assertThat(netns.sh("ip neighbour show dev br0"))
                    .contains(IpAddresses.format(address) + " lladdr " + MAC + " PERMANENT");
            assertThat(neighbours.list(bridge)).contains(new Neighbour(bridge, address, Optional.of(MAC), true));
            assertThat(neighbours.list(v0)).isEmpty();
            assertThat(neighbours.forget(bridge, address)).isTrue();
            assertThat(neighbours.forget(bridge, address)).isFalse();
            assertThat(netns.sh("ip neighbour show dev br0")).doesNotContain(IpAddresses.format(address));
        }
        // One that nobody answers for.
        netns.sh("bash -c 'echo >/dev/udp/10.9.0.8/7'");
        assertThat(neighbours.list(bridge))
                .contains(new Neighbour(bridge, IpAddresses.parse("10.9.0.8"), Optional.empty(), false));
        refused(() -> neighbours.set(4711, IpAddresses.parse("10.9.0.9"), MAC), Errno.ENODEV);
    }

    @Test
    void whoIsBehindAPort() {
        neighbours.setBehindPort(v0, MAC);

        assertThat(netns.sh("bridge fdb show brport v0")).contains(MAC + " master br0 static");
        assertThat(neighbours.behindPort(v0)).contains(MAC);
        assertThat(neighbours.behindPort(v0)).noneMatch(mac -> mac.toString().startsWith("33:33"));
        assertThat(neighbours.forgetBehindPort(v0, MAC)).isTrue();
        assertThat(neighbours.forgetBehindPort(v0, MAC)).isFalse();
        assertThat(neighbours.behindPort(v0)).doesNotContain(MAC);
        refused(() -> neighbours.setBehindPort(netns.link("v1").index(), MAC), Errno.EOPNOTSUPP, Errno.EINVAL);
    }

    @Test
    void theRouteThatAPacketWouldTake() {
        netns.sh("ip route add 10.10.0.0/16 via 10.9.0.7; ip route add unreachable 10.11.0.0/16");
        int bridge = netns.link("br0").index();

        assertThat(find("10.9.0.7")).get().satisfies(route -> {
            assertThat(route.destination()).hasToString("10.9.0.0/24");
            assertThat(route.linkIndex()).hasValue(bridge);
        });
        assertThat(find("10.10.1.1").orElseThrow().gateway()).contains(IpAddresses.parse("10.9.0.7"));
        assertThat(find("fd00::77").orElseThrow().linkIndex()).hasValue(bridge);
        assertThat(find("10.9.0.1").orElseThrow().type()).isEqualTo(RouteType.LOCAL);
        assertThat(find("10.11.0.1")).isEmpty();
        assertThat(find("198.51.100.1")).isEmpty();
        assertThat(find("2001:db8::1")).isEmpty();
    }

    @Test
    void sysctlsAreThoseOfTheThreadsNamespace() throws Exception {
        String ours = Sysctl.read("net/ipv4/conf/all/rp_filter");
        netns.place.call(() -> {
            Sysctl.write("net/ipv4/conf/br0/route_localnet", "1");
            assertThat(Sysctl.read("net/ipv4/conf/br0/route_localnet")).isEqualTo("1");
            Sysctl.write("net/core/somaxconn", "1234");
            assertThat(Sysctl.read("net/core/somaxconn")).isEqualTo("1234");
            Sysctl.write("net/ipv4/conf/all/rp_filter", ours.equals("2") ? "1" : "2");
            return true;
        });

        assertThat(netns.sh("cat /proc/sys/net/ipv4/conf/br0/route_localnet")).isEqualTo("1\n");
        assertThat(Sysctl.read("net/ipv4/conf/all/rp_filter")).isEqualTo(ours);
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> Sysctl.read("net/ipv4/conf/br0/route_localnet"))
                .withMessageContaining("sysctl net/ipv4/conf/br0/route_localnet cannot be read");
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> Sysctl.write("net/../kernel/hostname", "x"))
                .withMessageContaining("is not below net/");
    }

    @Test
    void allMulticast() {
        netns.rtnl.links().set(v0, new LinkSettings().allMulticast(true));
        assertThat(netns.sh("ip link show v0")).contains("ALLMULTI");
        netns.rtnl.links().set(v0, new LinkSettings().allMulticast(false));
        assertThat(netns.sh("ip link show v0")).doesNotContain("ALLMULTI");
        assertThat(netns.rtnl.links().find(LinkName.of("v0"))).isPresent();
    }

    private Optional<Route> find(String destination) {
        return netns.rtnl.routes().find(IpAddresses.parse(destination));
    }

    private static void refused(Runnable request, Errno... errnos) {
        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(request::run)
                .matches(e -> List.of(errnos).stream().anyMatch(e::is), "is one of " + List.of(errnos));
    }
}
