// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.NetworkDriver;
import io.podnet.api.NetworkSpec;
import io.podnet.api.Pod;
import io.podnet.api.PodSpec;
import io.podnet.api.Podnet;
import io.podnet.base.IpPrefix;
import io.podnet.e2e.NeedsExecutables;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What networks promise, by the packets that get through and those that do not. */
@KeepsNetworkState
class TrafficTest {
    private final Podnet podnet = Podnet.open();
    private final List<String> networks = new ArrayList<>();

    @AfterEach
    void removeAll() {
        networks.forEach(podnet::removeNetworkAndPods);
        podnet.close();
        Place.host().run("sysctl", "-qw", "net.ipv4.ip_forward=0", "net.ipv6.conf.all.forwarding=0");
    }

    private String network(NetworkSpec.Builder spec) {
        String name = podnet.createNetwork(spec.build()).name();
        networks.add(name);
        return name;
    }

    private Pod pod(String name, String network) {
        Pod pod = podnet.create(PodSpec.builder().name(name).network(network).build());
        pod.start();
        return pod;
    }

    private static void reaches(Place from, String address, int port) throws IOException {
        assertThat(from.askTcp(address, port, "hello").text()).isEqualTo("hello");
    }

    private static void doesNotReach(Place from, String address, int port) {
        assertThatThrownBy(() -> from.askTcp(address, port, "hello")).isInstanceOf(IOException.class);
    }

    @Test
    void aDualStackNetworkCarriesBothFamiliesInsideAndOut() throws Exception {
        String dual = network(NetworkSpec.builder().name("dual").ipv6().withoutDns());
        Pod a = pod("a", dual);
        Pod b = pod("b", dual);
        try (TestServer server = PodPlace.of(b).serveTcp(80);
                TestServer outside = Place.outside().serveTcp(7000)) {
            reaches(PodPlace.of(a), PodPlace.ipv4(b), 80);
            reaches(PodPlace.of(a), PodPlace.ipv6(b), 80);
            reaches(PodPlace.of(a), PrivateHost.OUTSIDE_IPV4, 7000);
            reaches(PodPlace.of(a), PrivateHost.OUTSIDE_IPV6, 7000);
        }
    }

    @Test
    void anInternalNetworkLeadsNowhereElse() throws Exception {
        String internal = network(NetworkSpec.builder().name("internal").internal());
        Pod a = pod("a", internal);
        Pod b = pod("b", internal);
        try (TestServer server = PodPlace.of(b).serveTcp(80);
                TestServer outside = Place.outside().serveTcp(7000);
                TestServer host = Place.host().serveTcp(7001)) {
            reaches(PodPlace.of(a), PodPlace.ipv4(b), 80);
            doesNotReach(PodPlace.of(a), PrivateHost.OUTSIDE_IPV4, 7000);
            doesNotReach(PodPlace.of(a), PrivateHost.IPV4, 7001);
        }
        assertThat(PodPlace.of(a).run("ip", "route", "show", "default").stdout())
                .isEmpty();
    }

    @Test
    @NeedsExecutables(because = "the native firewall has no ingressPolicy")
    void isolatedNetworksKeepEachOthersPodsAway() throws Exception {
        String one = network(NetworkSpec.builder().name("one").option("isolate", "true"));
        String two = network(NetworkSpec.builder().name("two").option("isolate", "true"));
        String open = network(NetworkSpec.builder().name("open"));
        Pod a = pod("a", one);
        Pod b = pod("b", one);
        Pod c = pod("c", two);
        Pod d = pod("d", open);
        try (TestServer inB = PodPlace.of(b).serveTcp(80);
                TestServer inC = PodPlace.of(c).serveTcp(80);
                TestServer inD = PodPlace.of(d).serveTcp(80);
                TestServer outside = Place.outside().serveTcp(7000)) {
            reaches(PodPlace.of(a), PodPlace.ipv4(b), 80);
            reaches(PodPlace.of(a), PrivateHost.OUTSIDE_IPV4, 7000);
            reaches(PodPlace.of(a), PodPlace.ipv4(d), 80);
            doesNotReach(PodPlace.of(a), PodPlace.ipv4(c), 80);
        }
    }

    @Test
    void optionsReachTheLinks() {
        String narrow = network(
                NetworkSpec.builder().name("narrow").option("mtu", "1400").withoutDns());
        Pod a = pod("a", narrow);
        assertThat(PodPlace.of(a).run("ip", "link", "show", "eth0").stdout()).contains("mtu 1400");
    }

    @Test
    void aMacvlanLiesOnItsParent() throws Exception {
        Place host = Place.host();
        host.run("ip", "link", "add", "parent0", "type", "veth", "peer", "name", "parent1")
                .succeeded();
        host.run("ip", "link", "set", "parent0", "up").succeeded();
        host.run("ip", "link", "set", "parent1", "up").succeeded();
        try {
            String lan = network(NetworkSpec.builder()
                    .name("lan")
                    .driver(NetworkDriver.MACVLAN)
                    .interfaceName("parent0")
                    .subnet(IpPrefix.parse("10.66.0.0/24")));
            Pod a = pod("a", lan);
            Pod b = pod("b", lan);
            try (TestServer server = PodPlace.of(b).serveTcp(80)) {
                reaches(PodPlace.of(a), PodPlace.ipv4(b), 80);
            }
            podnet.removeNetworkAndPods(lan);
            networks.remove(lan);
            assertThat(host.run("ip", "link", "show", "parent0").exit())
                    .as("the parent stays")
                    .isZero();
        } finally {
            host.run("ip", "link", "del", "parent0");
        }
    }
}
