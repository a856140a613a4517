// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.base.MacAddress;
import io.podnet.netns.AddressFlag;
import io.podnet.netns.Link;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkFlag;
import io.podnet.netns.LinkName;
import io.podnet.netns.LinkStatistics;
import io.podnet.netns.Links;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsException;
import io.podnet.netns.NetnsExistsException;
import io.podnet.netns.NetnsNotFoundException;
import io.podnet.netns.OperationalState;
import io.podnet.netns.Route;
import io.podnet.netns.RouteScope;
import java.util.List;
import org.apiguardian.api.API;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every {@link io.podnet.netns.spi.NamespaceBackend} does with the links in namespaces; a backend's test extends it.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Tag("contract")
public abstract class LinksContract extends NamespaceFixture {
    private static final LinkName ETH0 = LinkName.of("eth0");
    private static final LinkName VETH = LinkName.of("veth-pod");
    private static final LinkName BRIDGE = LinkName.of("br0");
    private static final LinkName NONE = LinkName.of("none");

    private Netns pod;
    private Netns host;
    private Links links;

    /** For subclasses. */
    protected LinksContract() {}

    /** A pod's end is in one namespace, the host's in another, which stands for the host. */
    @BeforeEach
    void create() {
        pod = namespaces.createAnonymous();
        host = namespaces.createAnonymous();
        links = pod.links();
    }

    @AfterEach
    void close() {
        pod.close();
        host.close();
    }

    private void veth() {
        host.links().createVeth(VETH, pod, ETH0);
    }

    private Link link(LinkName name) {
        return links.find(name).orElseThrow();
    }

    @Test
    void loopbackComesUpAndGoesDownAndEachMayBeAskedTwice() {
        links.up(LinkName.LOOPBACK);
        links.up(LinkName.LOOPBACK);

        assertThat(link(LinkName.LOOPBACK).flags())
                .contains(LinkFlag.UP, LinkFlag.LOOPBACK, LinkFlag.RUNNING, LinkFlag.LOWER_UP);
        assertThat(link(LinkName.LOOPBACK).isLoopback()).isTrue();
        assertThat(links.addresses(LinkName.LOOPBACK))
                .extracting(address -> address.prefix().toString())
                .containsExactly("127.0.0.1/8", "::1/128");
        assertThat(links.addresses(LinkName.LOOPBACK))
                .allSatisfy(address -> assertThat(address.scope()).isEqualTo(RouteScope.HOST));

        links.down(LinkName.LOOPBACK);
        links.down(LinkName.LOOPBACK);

        assertThat(link(LinkName.LOOPBACK).isUp()).isFalse();
    }

    @Test
    void aVethReachesFromOneNamespaceIntoTheOther() {
        veth();

        Link inside = link(ETH0);
        Link outside = host.links().find(VETH).orElseThrow();
        assertThat(inside.kind()).contains("veth");
        assertThat(inside.peer()).hasValue(outside.index());
        assertThat(outside.peer()).hasValue(inside.index());
        assertThat(inside.peerNetnsId()).as("a number of another namespace").isPresent();
        assertThat(inside.state()).isEqualTo(OperationalState.DOWN);

        links.up(ETH0);
        assertThat(link(ETH0).state()).isIn(OperationalState.DOWN, OperationalState.LOWER_LAYER_DOWN);
        assertThat(link(ETH0).flags()).contains(LinkFlag.UP).doesNotContain(LinkFlag.RUNNING);
        host.links().up(VETH);
        awaitUp();
        assertThat(link(ETH0).flags()).contains(LinkFlag.UP, LinkFlag.RUNNING, LinkFlag.LOWER_UP);

        assertThat(links.delete(ETH0)).isTrue();
        assertThat(host.links().find(VETH)).as("the other end").isEmpty();
        assertThat(links.delete(ETH0)).as("again").isFalse();
    }

    /** The kernel notes a carrier a moment later (linkwatch_event on a work queue). */
    private void awaitUp() {
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (link(ETH0).state() != OperationalState.UP && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(link(ETH0).state()).isEqualTo(OperationalState.UP);
    }

    @Test
    void aVethMayStayInOneNamespace() {
        links.createVeth(LinkName.of("a"), pod, LinkName.of("b"));

        assertThat(link(LinkName.of("a")).peer())
                .hasValue(link(LinkName.of("b")).index());
        assertThat(link(LinkName.of("a")).peerNetnsId()).isEmpty();
        assertThat(links.list()).extracting(Link::index).isSorted();
    }

    @Test
    void aLinkTakesNameAddressAndSize() {
        veth();
        MacAddress mac = MacAddress.parse("02:00:5e:00:53:01");

        links.setMacAddress(ETH0, mac);
        links.setMtu(ETH0, 1400);
        links.rename(ETH0, LinkName.of("net1"));

        assertThat(links.find(ETH0)).isEmpty();
        assertThat(link(LinkName.of("net1")).macAddress()).contains(mac);
        assertThat(link(LinkName.of("net1")).mtu()).isEqualTo(1400);
    }

    @Test
    void aLinkIsAPortOfABridgeAndIsNotAnyMore() {
        links.createBridge(BRIDGE);
        veth();

        links.setMaster(ETH0, BRIDGE);
        assertThat(link(ETH0).master()).hasValue(link(BRIDGE).index());
        assertThat(link(BRIDGE).kind()).contains("bridge");

        links.clearMaster(ETH0);
        links.clearMaster(ETH0);
        assertThat(link(ETH0).master()).isEmpty();
    }

    @Test
    void aMacvlanLiesOnAnotherLink() {
        veth();

        links.createMacvlan(LinkName.of("mv0"), ETH0);

        assertThat(link(LinkName.of("mv0")).kind()).contains("macvlan");
        assertThat(link(LinkName.of("mv0")).peer()).hasValue(link(ETH0).index());
    }

    @Test
    void aLinkMovesUnderANewName() {
        links.createVeth(LinkName.of("a"), pod, LinkName.of("b"));

        links.move(LinkName.of("b"), host, ETH0);

        assertThat(links.find(LinkName.of("b"))).isEmpty();
        assertThat(host.links().find(ETH0).orElseThrow().peer())
                .hasValue(link(LinkName.of("a")).index());
    }

    @Test
    void addressesComeAndGo() {
        veth();
        LinkAddress four = LinkAddress.of(IpPrefix.parse("10.1.2.3/24")).withBroadcast(IpAddresses.parse("10.1.2.255"));
        LinkAddress six = LinkAddress.of(IpPrefix.parse("fd00::3/64")).withFlags(AddressFlag.NODAD);
        LinkAddress peer = LinkAddress.of(IpPrefix.parse("192.0.2.1/32")).withPeer(IpAddresses.parse("192.0.2.2"));

        for (LinkAddress each : List.of(six, four, peer)) {
            links.addAddress(ETH0, each);
            assertThatExceptionOfType(NetnsExistsException.class)
                    .isThrownBy(() -> links.addAddress(ETH0, each))
                    .withMessageContaining(each.prefix().toString());
        }

        assertThat(links.addresses(ETH0))
                .containsExactly(
                        four.withFlags(AddressFlag.PERMANENT),
                        peer.withFlags(AddressFlag.PERMANENT),
                        six.withFlags(AddressFlag.PERMANENT, AddressFlag.NODAD));
        for (LinkAddress each : List.of(six, four, peer)) {
            assertThat(links.removeAddress(ETH0, each)).isTrue();
            assertThat(links.removeAddress(ETH0, each)).as("again").isFalse();
        }
        assertThat(links.addresses(ETH0)).isEmpty();
    }

    @Test
    void routesComeAndGo() {
        veth();
        links.up(ETH0);
        host.links().up(VETH);
        links.addAddress(ETH0, LinkAddress.of(IpPrefix.parse("10.1.2.3/24")));
        links.addAddress(ETH0, LinkAddress.of(IpPrefix.parse("fd00::3/64")).withFlags(AddressFlag.NODAD));
        List<Route> before = links.routes();
        List<Route> routes = List.of(
                Route.to(IpPrefix.parse("0.0.0.0/0"))
                        .via(IpAddresses.parse("10.1.2.1"))
                        .metric(7)
                        .mtu(1300)
                        .advertisedMss(1200)
                        .build(),
                Route.to(IpPrefix.parse("10.9.0.0/16"))
                        .link(link(ETH0).index())
                        .source(IpAddresses.parse("10.1.2.3"))
                        .scope(RouteScope.LINK)
                        .build(),
                Route.to(IpPrefix.parse("::/0"))
                        .via(IpAddresses.parse("fd00::1"))
                        .metric(9)
                        .build());

        for (Route each : routes) {
            links.addRoute(each);
            assertThatExceptionOfType(NetnsExistsException.class).isThrownBy(() -> links.addRoute(each));
        }

        assertThat(links.routes()).filteredOn(Route::isDefault).hasSize(2).satisfies(defaults -> {
            assertThat(defaults.get(0).gateway()).contains(IpAddresses.parse("10.1.2.1"));
            assertThat(defaults.get(0).linkIndex()).hasValue(link(ETH0).index());
            assertThat(defaults.get(0).metric()).isEqualTo(7);
            assertThat(defaults.get(0).mtu()).hasValue(1300);
            assertThat(defaults.get(0).advertisedMss()).hasValue(1200);
            assertThat(defaults.get(1).gateway()).contains(IpAddresses.parse("fd00::1"));
            assertThat(defaults.get(1).metric()).isEqualTo(9);
        });
        assertThat(links.routes()).contains(routes.get(1));
        for (Route each : routes) {
            assertThat(links.removeRoute(each)).isTrue();
            assertThat(links.removeRoute(each)).as("again").isFalse();
        }
        assertThat(links.routes()).isEqualTo(before);
    }

    /** The seed counted what the host's end of the cable saw, the wrong way round for the pod. */
    @Test
    void trafficIsCountedFromThePodsPointOfView() throws Exception {
        veth();
        links.up(LinkName.LOOPBACK);
        links.up(ETH0);
        host.links().up(VETH);
        links.addAddress(ETH0, LinkAddress.of(IpPrefix.parse("10.1.2.3/24")));
        host.links().addAddress(VETH, LinkAddress.of(IpPrefix.parse("10.1.2.1/24")));
        LinkStatistics before = counted();

        // To somebody who is not there, so that nobody answers.
        inside(pod, "ip", "neigh", "add", "10.1.2.99", "lladdr", "02:00:5e:00:53:99", "dev", "eth0");
        inside(pod, "bash", "-c", "for i in $(seq 10); do printf %01000d 0 >/dev/udp/10.1.2.99/9; done");

        LinkStatistics after = counted();
        assertThat(after.txBytes() - before.txBytes()).as("sent").isGreaterThanOrEqualTo(10 * (1000 + 8 + 20 + 14));
        assertThat(after.txPackets() - before.txPackets()).isGreaterThanOrEqualTo(10);
        assertThat(after.rxBytes() - before.rxBytes()).as("received").isLessThan(10 * 1000);
        LinkStatistics other = host.links().statistics().getOrDefault(VETH, LinkStatistics.NONE);
        assertThat(other.rxBytes()).as("what the pod sent, the host received").isGreaterThanOrEqualTo(after.txBytes());
    }

    private LinkStatistics counted() {
        assertThat(links.statistics()).containsKeys(LinkName.LOOPBACK, ETH0);
        assertThat(links.containerStatistics()).containsOnlyKeys(ETH0);
        return links.containerStatistics().getOrDefault(ETH0, LinkStatistics.NONE);
    }

    @Test
    void aPodWithoutLinksHasCountedNothing() {
        assertThat(links.containerStatistics()).isEmpty();
    }

    @Test
    void whatNamesALinkThatDoesNotExistSaysSo() {
        veth();
        List<ThrowingCallable> all = List.of(
                () -> links.up(NONE),
                () -> links.down(NONE),
                () -> links.rename(NONE, LinkName.of("other")),
                () -> links.setMacAddress(NONE, MacAddress.parse("02:00:5e:00:53:01")),
                () -> links.setMtu(NONE, 1400),
                () -> links.setMaster(NONE, ETH0),
                () -> links.setMaster(ETH0, NONE),
                () -> links.clearMaster(NONE),
                () -> links.move(NONE, host, ETH0),
                () -> links.createMacvlan(LinkName.of("mv0"), NONE),
                () -> links.addresses(NONE),
                () -> links.addAddress(NONE, LinkAddress.of(IpPrefix.parse("10.1.2.3/24"))),
                () -> links.removeAddress(NONE, LinkAddress.of(IpPrefix.parse("10.1.2.3/24"))));
        assertThat(all)
                .allSatisfy(each -> assertThatThrownBy(each)
                        .isInstanceOf(NetnsNotFoundException.class)
                        .hasMessageContaining("none")
                        .hasMessageContaining(pod.identity().toString()));
        assertThat(links.find(NONE)).isEmpty();
        assertThat(links.delete(NONE)).isFalse();
    }

    @Test
    void whatExistsIsNotMadeAgain() {
        veth();
        links.createBridge(BRIDGE);

        assertThat(List.<ThrowingCallable>of(
                        () -> links.createBridge(BRIDGE),
                        () -> links.createVeth(BRIDGE, host, LinkName.of("x")),
                        () -> links.createVeth(LinkName.of("x"), host, VETH),
                        () -> links.createMacvlan(BRIDGE, ETH0),
                        () -> links.rename(ETH0, BRIDGE),
                        () -> host.links().move(VETH, pod, BRIDGE)))
                .allSatisfy(each -> assertThatThrownBy(each).isInstanceOf(NetnsExistsException.class));
        assertThat(links.list()).extracting(link -> link.name().value()).containsExactly("lo", "eth0", "br0");
    }

    @Test
    void theKernelsReasonsAreHandedOn() {
        veth();

        assertThatThrownBy(() -> links.setMtu(ETH0, 1))
                .isInstanceOf(NetnsException.class)
                .hasMessageContaining("mtu less than device minimum");
        assertThatThrownBy(() -> links.setMtu(ETH0, 0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> links.addRoute(Route.to(IpPrefix.parse("10.9.0.0/16"))
                        .via(IpAddresses.parse("192.0.2.1"))
                        .build()))
                .isInstanceOf(NetnsException.class)
                .hasMessageContaining("10.9.0.0/16")
                .hasMessageContaining("Nexthop has invalid gateway");
    }
}
