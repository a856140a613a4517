// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.api.NetworkDriver;
import io.podnet.api.NetworkInfo;
import io.podnet.api.NetworkIpam;
import io.podnet.api.NetworkSpec;
import io.podnet.api.NetworkSubnet;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.NetworkConfigList;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files in podman-4.3.1 were written by Debian's podman with the same options. */
class ConflistTest {
    @TempDir
    private static Path plugins;

    private static NetworkSpec.Builder spec(String name, String bridge) {
        return NetworkSpec.builder().name(name).interfaceName(bridge);
    }

    private static NetworkSubnet subnet(String prefix) {
        return NetworkSubnet.of(IpPrefix.parse(prefix));
    }

    static Stream<NetworkSpec.Builder> specs() {
        return Stream.of(
                spec("net1", "cni-podman1").subnet(subnet("10.91.0.0/24")),
                spec("gateway", "cni-podman2")
                        .subnet(subnet("10.92.0.0/24").withGateway(IpAddresses.parse("10.92.0.254")))
                        .withoutDns(),
                spec("dual", "cni-podman3")
                        .ipv6()
                        .subnet(subnet("10.93.0.0/24"))
                        .subnet(subnet("fd00:93::/64")),
                spec("v6only", "cni-podman4").subnet(subnet("fd00:94::/64")),
                spec("internal", "cni-podman5").subnet(subnet("10.95.0.0/24")).internal(),
                spec("twov4", "cni-podman6").subnet(subnet("10.97.0.0/24")).subnet(subnet("10.98.0.0/24")),
                spec("ranged", "cni-podman7")
                        .subnet(subnet("10.21.0.0/16")
                                .withRange(IpPrefix.parse("10.21.5.0/24"))
                                .withGateway(IpAddresses.parse("10.21.5.1")))
                        .label("a", "b")
                        .label("c", ""),
                spec("options", "cni-podman8")
                        .subnet(subnet("10.22.0.0/24"))
                        .option("mtu", "1400")
                        .option("vlan", "5"),
                spec("isolated", "cni-podman9").subnet(subnet("10.23.0.0/24")).option("isolate", "true"),
                spec("dhcp", "par0").driver(NetworkDriver.MACVLAN),
                spec("macvlan", "par0")
                        .driver(NetworkDriver.MACVLAN)
                        .subnet(subnet("10.30.0.0/24"))
                        .option("mode", "bridge")
                        .option("mtu", "1300"),
                NetworkSpec.builder()
                        .name("ipvlan")
                        .driver(NetworkDriver.IPVLAN)
                        .subnet(subnet("10.31.0.0/24"))
                        .option("mode", "l3"),
                NetworkSpec.builder()
                        .name("internal-macvlan")
                        .driver(NetworkDriver.MACVLAN)
                        .subnet(subnet("10.32.0.0/24"))
                        .internal(),
                spec("noipam", "cni-podman10").ipam(NetworkIpam.NONE));
    }

    private static NetworkPlan plan(NetworkSpec spec) throws Exception {
        Path dnsname = plugins.resolve("dnsname");
        if (!Files.exists(dnsname)) {
            assertThat(Files.createFile(dnsname).toFile().setExecutable(true)).isTrue();
        }
        FakeLinks links = new FakeLinks();
        links.names.add("par0");
        return new NetworkPlanner(links, List.of(plugins), new SubnetChoice(new Random(1))).plan(spec, List.of());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void isWhatPodmanWritesByteForByte(NetworkSpec.Builder builder) throws Exception {
        NetworkSpec spec = builder.build();
        String file = "podman-4.3.1/" + spec.name().orElseThrow() + ".conflist";
        try (InputStream golden = ConflistTest.class.getResourceAsStream(file)) {
            assertThat(golden).as(file).isNotNull();
            assertThat(Conflist.of(plan(spec))).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void isReadBackAsWhatItWasMadeOf(NetworkSpec.Builder builder) throws Exception {
        NetworkSpec spec = builder.build();
        NetworkPlan plan = plan(spec);
        NetworkInfo info = NetworkDescriber.describe(NetworkConfigList.parse(Conflist.of(plan)));
        assertThat(info.name()).isEqualTo(plan.name());
        assertThat(info.driver()).isEqualTo(plan.driver().toString());
        assertThat(info.interfaceName().orElse("")).isEqualTo(plan.interfaceName());
        assertThat(info.dns()).isEqualTo(plan.dns());
        assertThat(info.options()).isEqualTo(plan.options());
        assertThat(info.labels()).isEqualTo(plan.labels());
        assertThat(info.ipam()).contains(plan.ipam().toString());
        assertThat(info.subnets())
                .extracting(NetworkSubnet::subnet)
                .isEqualTo(plan.subnets().stream().map(NetworkSubnet::subnet).toList());
        assertThat(info.subnets())
                .extracting(NetworkSubnet::range)
                .isEqualTo(plan.subnets().stream().map(NetworkSubnet::range).toList());
        boolean bridge = plan.driver() == NetworkDriver.BRIDGE;
        assertThat(info.internal()).isEqualTo(bridge && plan.internal());
    }

    @Test
    void whatAnyLabelHoldsIsReadBack() throws Exception {
        String nasty = "\"\\\n\u0000<&>\u20ac\ud83d\ude00";
        NetworkSpec spec = spec("net1", "cni-podman1").label(nasty, nasty).build();
        NetworkInfo info = NetworkDescriber.describe(NetworkConfigList.parse(Conflist.of(plan(spec))));
        assertThat(info.labels()).containsEntry(nasty, nasty).hasSize(1);
    }
}
