// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import io.podnet.base.PortMapping;
import io.podnet.cni.CniResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules that no recording covers. */
class ConversionRulesTest {
    private static final String ID = "0123456789abcdef".repeat(4);

    private final Inspector podman = Inspector.builder().build();
    private final Inspector literal =
            Inspector.builder().fidelity(Fidelity.PODMAN).build();
    private final Inspector v3 =
            Inspector.builder().backend("podman-v3").fidelity(Fidelity.PODMAN).build();

    private static PodNetworkView.Builder running() {
        return PodNetworkView.builder(ID, "web")
                .status(ContainerStatus.RUNNING)
                .sandboxKey("/run/netns/web")
                .defaultNetwork("podnet");
    }

    private static PodNetworkView on(String network, String result) {
        return running().network(attached(network, result)).networksNamed(true).build();
    }

    private static AttachedNetwork attached(String network, String result) {
        return new AttachedNetwork(network, "eth0", List.of(), Optional.of(CniResult.parse(result)));
    }

    private static Addressing only(NetworkSettings settings) {
        assertThat(settings.networks()).hasSize(1);
        return settings.networks().values().iterator().next().addressing();
    }

    private static String result(String version, String interfaces, String ips) {
        return "{\"cniVersion\":\"" + version + "\",\"interfaces\":[" + interfaces + "],\"ips\":[" + ips + "]}";
    }

    private static final String TWO = result(
            "1.1.0",
            "{\"name\":\"br0\",\"mac\":\"02:00:00:00:00:01\"},"
                    + "{\"name\":\"net2\",\"mac\":\"02-00-00-00-00-AB\",\"sandbox\":\"/n\"},"
                    + "{\"name\":\"net1\",\"mac\":\"02:00:00:00:00:03\",\"sandbox\":\"/n\"}",
            "{\"address\":\"10.0.2.2/24\",\"interface\":1},{\"address\":\"fd00::2/64\",\"interface\":1},"
                    + "{\"address\":\"10.0.1.2/24\",\"gateway\":\"10.0.1.1\",\"interface\":2},"
                    + "{\"address\":\"10.0.9.9/24\",\"interface\":0},{\"address\":\"10.0.3.3/24\"}");

    @Test
    void interfacesInsideGoByName() {
        Addressing addressing = only(podman.settings(on("n", TWO)));
        assertThat(addressing.ipAddress()).isEqualTo("10.0.1.2");
        assertThat(addressing.gateway()).isEqualTo("10.0.1.1");
        assertThat(addressing.secondaryIpAddresses())
                .extracting(Address::address)
                .containsExactly("10.0.2.2", "10.0.3.3");
        assertThat(addressing.globalIpv6Address()).isEqualTo("fd00::2");
        assertThat(addressing.ipv6Gateway()).isEmpty();
        assertThat(addressing.macAddress()).isEqualTo("02:00:00:00:00:03");
        assertThat(addressing.additionalMacAddresses()).containsExactly("02:00:00:00:00:ab");

        Addressing asPodman = only(literal.settings(on("n", TWO)));
        assertThat(asPodman.secondaryIpAddresses()).extracting(Address::address).containsExactly("10.0.2.2");
        assertThat(asPodman.ipv6Gateway()).isEqualTo("<nil>");
    }

    @Test
    void version3GoesByTheOrderOfTheAddresses() {
        Addressing addressing = only(v3.settings(on("n", TWO)));
        assertThat(addressing.ipAddress()).isEqualTo("10.0.2.2");
        assertThat(addressing.gateway()).isEqualTo("<nil>");
        assertThat(addressing.macAddress()).isEqualTo("02-00-00-00-00-AB");
        assertThat(addressing.additionalMacAddresses()).containsExactly("02:00:00:00:00:03", "02:00:00:00:00:01");
        assertThat(v3.settings(on("n", TWO)).toJson())
                .contains("\"SecondaryIPAddresses\":[\"10.0.1.2/24\",\"10.0.9.9/24\",\"10.0.3.3/24\"]")
                .contains("\"SecondaryIPv6Addresses\":[\"fd00::2/64\"]")
                .contains("\"GlobalIPv6Address\":\"\"");
    }

    @Test
    void version3LetsTheLastIpv6AddressWin() {
        String result = result(
                "0.4.0",
                "",
                "{\"version\":\"6\",\"address\":\"fd00::1/64\"},"
                        + "{\"version\":\"6\",\"address\":\"fd00::2/48\",\"gateway\":\"fd00::f\"}");
        Addressing addressing = only(v3.settings(on("n", result)));
        assertThat(addressing.globalIpv6Address()).isEqualTo("fd00::2");
        assertThat(addressing.globalIpv6PrefixLength()).isEqualTo(48);
        assertThat(addressing.ipv6Gateway()).isEqualTo("fd00::f");
        assertThat(addressing.secondaryIpv6Addresses()).isEmpty();
    }

    @Test
    void anInterfaceOutOfRangeIsRefused() {
        String result = result(
                "1.0.0",
                "{\"name\":\"eth0\",\"mac\":\"02:00:00:00:00:01\",\"sandbox\":\"/n\"}",
                "{\"address\":\"10.0.0.2/24\",\"interface\":1}");
        assertThatThrownBy(() -> podman.settings(on("n", result)))
                .isInstanceOf(InspectException.class)
                .hasMessage("invalid cni result, interface index 1 out of range")
                .extracting(e -> ((InspectException) e).errorCode())
                .isEqualTo("inspect-result-invalid");
        Addressing addressing = only(v3.settings(on("n", result)));
        assertThat(addressing.ipAddress()).isEqualTo("10.0.0.2");
        assertThat(addressing.macAddress()).isEmpty();
    }

    @Test
    void version3WantsToKnowTheFamily() {
        String result = result("0.4.0", "", "{\"version\":\"5\",\"address\":\"10.0.0.2/24\"}");
        assertThatThrownBy(() -> v3.settings(on("n", result)))
                .isInstanceOf(InspectException.class)
                .hasMessage("unrecognized IP version \"5\": internal libpod error");
    }

    @Test
    void numbersOfNetworksAndResultsMustMatch() {
        PodNetworkView more = running()
                .network(attached("b", TWO))
                .network(attached("a", TWO))
                .leftoverResult(CniResult.parse(TWO))
                .build();
        assertThatThrownBy(() -> podman.settings(more))
                .hasMessage("network inspection mismatch: asked to join 2 network(s) [a b], but have information on 3 "
                        + "network(s): internal libpod error")
                .extracting(e -> ((InspectException) e).errorCode())
                .isEqualTo("inspect-mismatch");
        assertThatThrownBy(() -> v3.settings(more))
                .hasMessage("network inspection mismatch: asked to join 2 CNI network(s) [a b], but have information "
                        + "on 3 network(s): internal libpod error");
        PodNetworkView none = running()
                .networksNamed(true)
                .leftoverResult(CniResult.parse(TWO))
                .leftoverResult(CniResult.parse(TWO))
                .build();
        assertThatThrownBy(() -> podman.settings(none))
                .hasMessage("should have at most 1 network status result if not joining networks, instead got 2: "
                        + "internal libpod error");
        assertThatThrownBy(() -> v3.settings(none))
                .hasMessage("should have at most 1 CNI result if not joining networks, instead got 2: internal libpod "
                        + "error");
    }

    @Test
    void oneLeftoverResultIsAtTheTop() {
        PodNetworkView view = running()
                .networksNamed(true)
                .leftoverResult(CniResult.parse(TWO))
                .build();
        assertThat(podman.settings(view).addressing().ipAddress()).isEqualTo("10.0.1.2");
        assertThat(podman.settings(view).networks()).isEmpty();
        assertThat(v3.settings(view).addressing().ipAddress()).isEqualTo("10.0.2.2");
    }

    @Test
    void theDefaultNetworkAloneIsAtTheTopToo() {
        PodNetworkView named = on("podnet", TWO);
        assertThat(podman.settings(named).addressing()).isEqualTo(only(podman.settings(named)));
        assertThat(v3.settings(named).addressing()).isEqualTo(Addressing.NONE);
        PodNetworkView implied = running().network(attached("podnet", TWO)).build();
        assertThat(v3.settings(implied).addressing()).isEqualTo(only(v3.settings(implied)));
        PodNetworkView two = running()
                .network(attached("podnet", TWO))
                .network(attached("n", TWO))
                .build();
        assertThat(podman.settings(two).addressing()).isEqualTo(Addressing.NONE);
    }

    @Test
    void version3PutsEveryPodOnTheDefaultNetworkWhileItIsDown() {
        for (NetworkMode mode : List.of(
                NetworkMode.Plain.NONE,
                NetworkMode.Plain.HOST,
                new NetworkMode.Path("/run/netns/blue", Optional.empty()))) {
            PodNetworkView view = running().mode(mode).build();
            assertThat(v3.settings(view).networks()).containsOnlyKeys("podnet");
            assertThat(v3.settings(view).sandboxKey()).isEmpty();
            assertThat(podman.settings(view).networks()).isEmpty();
            assertThat(podman.settings(view).sandboxKey()).isEmpty();
            assertThat(v3.settings(running().mode(mode).rootless(true).build()).networks())
                    .isEmpty();
        }
        PodNetworkView stack = running().mode(NetworkMode.Plain.PASTA).build();
        assertThat(v3.settings(stack).networks()).isEmpty();
        assertThat(v3.settings(stack).sandboxKey()).isEqualTo("/run/netns/web");
    }

    @Test
    void aStoppedPodHasNoAddresses() {
        PodNetworkView view = running()
                .status(ContainerStatus.EXITED)
                .network(attached("podnet", TWO))
                .port(PortMapping.tcp(8080, 80))
                .build();
        NetworkSettings settings = podman.settings(view);
        assertThat(settings.sandboxKey()).isEmpty();
        assertThat(settings.addressing()).isEqualTo(Addressing.NONE);
        assertThat(only(settings)).isEqualTo(Addressing.NONE);
        assertThat(settings.networks().get("podnet").aliases()).containsExactly("0123456789ab");
        assertThat(settings.bindings(ContainerPort.tcp(80))).containsExactly(PortBinding.of("", 8080));
        assertThat(v3.settings(view).networks().get("podnet").aliases()).isEmpty();
    }

    @Test
    void chainsOfSharingEndAtTheOwner() {
        PodNetworkView owner = on("podnet", TWO);
        PodNetworkView view = owner;
        for (int i = 0; i < 100; i++) {
            view = PodNetworkView.builder("b" + i, "b" + i)
                    .mode(new NetworkMode.Shared(view))
                    .build();
        }
        assertThat(podman.settings(view)).isEqualTo(podman.settings(owner));
        assertThat(v3.settings(view)).isEqualTo(v3.settings(owner));
        assertThat(podman.document(view).networkMode()).isEqualTo("container:b98");
    }

    @Test
    void portsAreListedInTheOrderOfTheMappings() {
        PodNetworkView view = running()
                .port(PortMapping.parse("9000-9001:80-81/udp"))
                .port(PortMapping.parse("[::1]:8000:80/udp"))
                .port(PortMapping.parse("127.0.0.1::443"))
                .exposedPort(ContainerPort.udp(80))
                .exposedPort(ContainerPort.tcp(7))
                .build();
        assertThat(podman.settings(view).toJson())
                .contains("\"Ports\":{\"443/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"0\"}],\"7/tcp\":null,"
                        + "\"80/udp\":[{\"HostIp\":\"\",\"HostPort\":\"9000\"},{\"HostIp\":\"::1\",\"HostPort\":\"8000\"}],"
                        + "\"81/udp\":[{\"HostIp\":\"\",\"HostPort\":\"9001\"}]}");
        assertThat(v3.settings(view).ports()).doesNotContainKey("7/tcp");
    }

    @Test
    void aNetworkOccursOnce() {
        assertThatThrownBy(() -> running()
                        .network(attached("n", TWO))
                        .network(attached("n", TWO))
                        .build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("invalid network \"n\": occurs twice in pod web");
    }
}
