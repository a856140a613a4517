// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.AddressRange;
import io.podnet.api.NetworkDriver;
import io.podnet.api.NetworkIpam;
import io.podnet.api.NetworkSpec;
import io.podnet.api.NetworkSubnet;
import io.podnet.api.PodException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.NetworkConfigList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkPlannerTest {
    @TempDir
    private static Path empty;

    private final FakeLinks links = new FakeLinks();
    private final List<NetworkConfigList> networks =
            new ArrayList<>(List.of(NetworkConfigList.parse(DefaultNetwork.CONFIG), NetworkConfigList.parse("""
                    {"cniVersion": "0.4.0", "name": "old", "plugins": [{"type": "bridge", "bridge": "podnet2",
                     "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.89.0.0/24"}], [{"subnet": "fd00:1::/64"}]]}}]}""")));

    private NetworkPlan plan(UnaryOperator<NetworkSpec.Builder> description) {
        return plan(description, List.of(empty));
    }

    private NetworkPlan plan(UnaryOperator<NetworkSpec.Builder> description, List<Path> plugins) {
        NetworkPlanner planner = new NetworkPlanner(links, plugins, new SubnetChoice(new Random(1)));
        return planner.plan(description.apply(NetworkSpec.builder()).build(), networks);
    }

    private static NetworkSubnet subnet(String prefix) {
        return NetworkSubnet.of(IpPrefix.parse(prefix));
    }

    @Test
    void withoutAWordItIsABridgeWithAFreeNameAndSubnet() {
        NetworkPlan plan = plan(spec -> spec);
        assertThat(plan.name()).isEqualTo("podnet1");
        assertThat(plan.interfaceName()).isEqualTo("podnet1");
        assertThat(plan.subnets()).containsExactly(subnet("10.89.1.0/24").withGateway(IpAddresses.parse("10.89.1.1")));
        assertThat(plan.ipam()).isEqualTo(NetworkIpam.HOST_LOCAL);
    }

    @Test
    void aNamedBridgeGetsADeviceThatNeitherANetworkNorALinkHas() {
        links.names.add("podnet1");
        NetworkPlan plan = plan(spec -> spec.name("blue"));
        assertThat(plan.name()).isEqualTo("blue");
        assertThat(plan.interfaceName()).isEqualTo("podnet3");
    }

    @Test
    void aChosenSubnetIsNoneThatTheHostKnowsAWayTo() {
        links.addresses.add(IpPrefix.parse("10.89.1.9/24"));
        links.routes.add(IpPrefix.parse("10.89.2.0/23"));
        assertThat(plan(spec -> spec).subnets().get(0).subnet()).hasToString("10.89.4.0/24");
    }

    @Test
    void aSubnetThatWasAskedForMayLieBehindARoute() {
        links.routes.add(IpPrefix.parse("10.0.0.0/8"));
        assertThat(plan(spec -> spec.subnet(IpPrefix.parse("10.50.0.0/24"))).subnets())
                .extracting(each -> each.subnet().toString())
                .containsExactly("10.50.0.0/24");
        // There is no other: better one behind the route than none.
        assertThat(plan(spec -> spec).subnets().get(0).subnet()).hasToString("10.89.1.0/24");
    }

    @Test
    void dualStackAddsTheFamilyThatIsMissing() {
        assertThat(plan(NetworkSpec.Builder::ipv6).subnets())
                .extracting(each -> each.subnet().isIpv4())
                .containsExactly(true, false);
        assertThat(plan(spec -> spec.ipv6().subnet(IpPrefix.parse("fd00:9::/64")))
                        .subnets())
                .extracting(each -> each.subnet().toString())
                .containsExactly("fd00:9::/64", "10.89.1.0/24");
        assertThat(plan(spec -> spec.ipv6().subnet(IpPrefix.parse("10.9.0.0/24")))
                        .subnets())
                .satisfies(subnets -> {
                    assertThat(subnets).hasSize(2);
                    assertThat(subnets.get(1).gateway())
                            .contains(AddressRange.of(subnets.get(1).subnet()).first());
                });
    }

    @Test
    void anInternalNetworkHasNoGatewayUnlessItWasAskedFor() {
        assertThat(plan(NetworkSpec.Builder::internal).subnets().get(0).gateway())
                .isEmpty();
        NetworkSubnet given = subnet("10.80.0.0/24").withGateway(IpAddresses.parse("10.80.0.9"));
        assertThat(plan(spec -> spec.internal().subnet(given)).subnets()).containsExactly(given);
    }

    @Test
    void noPodGetsTheBroadcastAddress() {
        NetworkPlan plan =
                plan(spec -> spec.subnet(subnet("10.64.0.0/24").withRange(IpPrefix.parse("10.64.0.128/25"))));
        assertThat(plan.subnets().get(0).range().orElseThrow()).hasToString("10.64.0.129-10.64.0.254");
        assertThatThrownBy(() ->
                        plan(spec -> spec.subnet(subnet("10.64.0.0/24").withRange(IpPrefix.parse("10.64.0.255/32")))))
                .hasMessage(
                        "lease range 10.64.0.255-10.64.0.255 has the broadcast address of subnet 10.64.0.0/24 only");
    }

    @Test
    void namesAreResolvedWhereThePluginIsThere(@TempDir Path plugins) throws Exception {
        Files.createFile(
                plugins.resolve("dnsname"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        assertThat(plan(spec -> spec).dns()).isFalse();
        assertThat(plan(spec -> spec, List.of(plugins)).dns()).isTrue();
        assertThat(plan(NetworkSpec.Builder::withoutDns, List.of(plugins)).dns())
                .isFalse();
        assertThat(plan(NetworkSpec.Builder::internal, List.of(plugins)).dns()).isFalse();
        assertThat(plan(spec -> spec.ipam(NetworkIpam.NONE), List.of(plugins)).dns())
                .isFalse();
    }

    @Test
    void aMacvlanMayHaveTheHostsOwnSubnet() {
        NetworkPlan plan = plan(spec -> spec.name("lan")
                .driver(NetworkDriver.MACVLAN)
                .interfaceName("eth0")
                .subnet(IpPrefix.parse("192.0.2.0/24")));
        assertThat(plan.interfaceName()).isEqualTo("eth0");
        assertThat(plan.ipam()).isEqualTo(NetworkIpam.HOST_LOCAL);
        assertThat(plan(spec -> spec.driver(NetworkDriver.MACVLAN)).ipam()).isEqualTo(NetworkIpam.DHCP);
    }

    record Refusal(String text, UnaryOperator<NetworkSpec.Builder> description) {
        @Override
        public String toString() {
            return text;
        }
    }

    private static Refusal refusal(String text, UnaryOperator<NetworkSpec.Builder> description) {
        return new Refusal(text, description);
    }

    /** Podman 4.3.1 said the same, but for those that end in a longer explanation. */
    static Stream<Refusal> refusals() {
        return Stream.of(
                refusal("network name old already used: network already exists", spec -> spec.name("old")),
                refusal("network name podnet already used: network already exists", spec -> spec.name("podnet")),
                refusal(
                        "network name a b invalid: names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument",
                        spec -> spec.name("a b")),
                refusal(
                        "cannot create network with name \"host\" because it conflicts with a valid network mode",
                        spec -> spec.name("host")),
                refusal(
                        "subnet 10.89.0.128/25 is already used on the host or by another config",
                        spec -> spec.subnet(IpPrefix.parse("10.89.0.128/25"))),
                refusal(
                        "subnet 192.0.0.0/16 is already used on the host or by another config",
                        spec -> spec.subnet(IpPrefix.parse("192.0.2.0/16"))),
                refusal(
                        "subnet fd00:1::/48 is already used on the host or by another config",
                        spec -> spec.subnet(IpPrefix.parse("fd00:1::/48"))),
                refusal(
                        "gateway 10.61.0.1 not in subnet 10.60.1.0/24",
                        spec -> spec.subnet(subnet("10.60.1.0/24").withGateway(IpAddresses.parse("10.61.0.1")))),
                refusal(
                        "gateway fd00::1 not in subnet 10.60.7.0/24",
                        spec -> spec.ipv6().subnet(subnet("10.60.7.0/24").withGateway(IpAddresses.parse("fd00::1")))),
                refusal(
                        "lease range start ip 10.63.0.1 not in subnet 10.62.0.0/24",
                        spec -> spec.subnet(subnet("10.62.0.0/24").withRange(IpPrefix.parse("10.63.0.0/24")))),
                refusal(
                        "lease range end ip 10.63.255.255 not in subnet 10.62.0.0/24",
                        spec -> spec.subnet(subnet("10.62.0.0/24").withRange(IpPrefix.parse("10.62.0.0/15")))),
                refusal(
                        "subnet 10.62.0.0/25 overlaps subnet 10.62.0.0/24",
                        spec -> spec.subnet(IpPrefix.parse("10.62.0.0/24")).subnet(IpPrefix.parse("10.62.0.0/25"))),
                refusal("bridge name podnet2 already in use", spec -> spec.interfaceName("podnet2")),
                refusal(
                        "parent interface nope does not exist",
                        spec -> spec.driver(NetworkDriver.IPVLAN).interfaceName("nope")),
                refusal("unsupported network option foo", spec -> spec.option("foo", "bar")),
                refusal("mtu abc must be between 0 and 65535", spec -> spec.option("mtu", "abc")),
                refusal("mtu -1 must be between 0 and 65535", spec -> spec.option("mtu", "-1")),
                refusal("mtu  must be between 0 and 65535", spec -> spec.option("mtu", "")),
                refusal("vlan ID 5000 must be between 0 and 4094", spec -> spec.option("vlan", "5000")),
                refusal("vlan ID -1 must be between 0 and 4094", spec -> spec.option("vlan", "-1")),
                refusal(
                        "failed to parse isolate option: \"maybe\" is neither true nor false",
                        spec -> spec.option("isolate", "maybe")),
                refusal("cannot set option \"mode\" with driver \"bridge\"", spec -> spec.option("mode", "bridge")),
                refusal(
                        "unknown macvlan mode \"foo\"",
                        spec -> spec.driver(NetworkDriver.MACVLAN).option("mode", "foo")),
                refusal(
                        "isolate option is only supported with the bridge driver",
                        spec -> spec.driver(NetworkDriver.MACVLAN).option("isolate", "true")),
                refusal(
                        "internal is not supported with macvlan and dhcp ipam driver",
                        spec -> spec.driver(NetworkDriver.MACVLAN).internal()),
                refusal(
                        "host-local ipam driver set but no subnets are given",
                        spec -> spec.driver(NetworkDriver.MACVLAN).ipam(NetworkIpam.HOST_LOCAL)),
                refusal(
                        "dhcp ipam driver is set but subnets are given",
                        spec -> spec.ipam(NetworkIpam.DHCP).subnet(IpPrefix.parse("10.70.0.0/24"))),
                // Podman makes these, and no pod can be attached to them.
                refusal(
                        "subnet 10.60.3.0/32 is too small: it has no address for a pod beside the gateway's",
                        spec -> spec.subnet(IpPrefix.parse("10.60.3.0/32"))),
                refusal(
                        "gateway 10.60.3.0 names subnet 10.60.3.0/24 itself, no host in it",
                        spec -> spec.subnet(subnet("10.60.3.0/24").withGateway(IpAddresses.parse("10.60.3.0")))),
                refusal(
                        "subnet 224.0.0.0/24 is none that pods can have addresses of",
                        spec -> spec.subnet(IpPrefix.parse("224.0.0.0/24"))),
                refusal(
                        "network interface name much-too-long-for-a-link invalid: invalid link name"
                                + " \"much-too-long-for-a-link\": must have 1 to 15 bytes",
                        spec -> spec.interfaceName("much-too-long-for-a-link")),
                refusal(
                        "IPv6 is asked for, but driver ipvlan has no IPv6 subnet and gets none by itself",
                        spec -> spec.driver(NetworkDriver.IPVLAN).ipv6()));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatDoesNotFitIsRefused(Refusal refusal) {
        assertThatThrownBy(() -> plan(refusal.description()))
                .isInstanceOf(PodException.class)
                .hasMessage(refusal.text());
    }

    @Test
    void longNamesAreRefusedWhereTheCacheCouldNotHoldThem() {
        assertThatThrownBy(() -> plan(spec -> spec.name("n".repeat(175))))
                .hasMessageEndingWith("invalid: names have at most 174 characters");
        assertThat(plan(spec -> spec.name("n".repeat(174))).name()).hasSize(174);
    }

    @Test
    void optionsAndLabelsStayAsTheyAre() {
        NetworkPlan plan = plan(spec -> spec.option("mtu", "1400").label("a", ""));
        assertThat(plan.options()).isEqualTo(Map.of("mtu", "1400"));
        assertThat(plan.labels()).isEqualTo(Map.of("a", ""));
    }
}
