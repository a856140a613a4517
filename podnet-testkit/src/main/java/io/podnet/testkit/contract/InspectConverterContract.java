// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.PortMapping;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.inspect.Addressing;
import io.podnet.inspect.AttachedNetwork;
import io.podnet.inspect.ContainerPort;
import io.podnet.inspect.ContainerStatus;
import io.podnet.inspect.EndpointSettings;
import io.podnet.inspect.Fidelity;
import io.podnet.inspect.InspectException;
import io.podnet.inspect.NetworkMode;
import io.podnet.inspect.NetworkSettings;
import io.podnet.inspect.PodNetworkView;
import io.podnet.inspect.PortBinding;
import io.podnet.inspect.spi.InspectConverter;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every {@link InspectConverter} keeps to, whatever the rules of its engine are; a converter's own test extends it.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Tag("contract")
public abstract class InspectConverterContract {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String SANDBOX = "/run/netns/contract";

    private static final CniResult RESULT = CniResult.parse("""
            {"cniVersion": "1.0.0",
             "interfaces": [{"name": "br0", "mac": "02:00:5e:00:53:01"},
                            {"name": "eth0", "mac": "02:00:5e:00:53:02", "sandbox": "/run/netns/contract"}],
             "ips": [{"address": "10.1.0.7/24", "gateway": "10.1.0.1", "interface": 1}]}
            """);

    /** For subclasses. */
    protected InspectConverterContract() {}

    /**
     * Gives the converter under test.
     *
     * @return the converter
     */
    protected abstract InspectConverter converter();

    private static PodNetworkView.Builder pod(ContainerStatus status) {
        return PodNetworkView.builder(ID, "contract")
                .status(status)
                .sandboxKey(status == ContainerStatus.RUNNING ? SANDBOX : "")
                .networksNamed(true)
                .defaultNetwork("podnet");
    }

    private static AttachedNetwork network(String name, Optional<CniResult> result) {
        return new AttachedNetwork(name, "eth0", List.of("web"), result);
    }

    private static PodNetworkView running() {
        return pod(ContainerStatus.RUNNING)
                .network(network("blue", Optional.of(RESULT)))
                .build();
    }

    // The settings, and that they can be written and read again whatever the fidelity.
    private NetworkSettings convert(PodNetworkView view) {
        NetworkSettings settings = converter().convert(view, Fidelity.IMPROVED);
        for (Fidelity fidelity : Fidelity.values()) {
            NetworkSettings each = converter().convert(view, fidelity);
            assertThat(NetworkSettings.parse(each.toJson())).isEqualTo(each);
        }
        return settings;
    }

    private static EndpointSettings blue(NetworkSettings settings) {
        return Objects.requireNonNull(settings.networks().get("blue"), "network blue is missing");
    }

    @Test
    void introducesItself() {
        assertThat(converter().name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(converter().probe().isAvailable()).isTrue();
    }

    @Test
    void aRunningPodHasTheAddressesThatThePluginsReported() {
        NetworkSettings settings = convert(running());
        assertThat(settings.sandboxKey()).isEqualTo(SANDBOX);
        assertThat(settings.networks()).containsOnlyKeys("blue");
        Addressing addressing = blue(settings).addressing();
        assertThat(addressing.ipAddress()).isEqualTo("10.1.0.7");
        assertThat(addressing.ipPrefixLength()).isEqualTo(24);
        assertThat(addressing.gateway()).isEqualTo("10.1.0.1");
        assertThat(addressing.macAddress()).isEqualTo("02:00:5e:00:53:02");
        assertThat(addressing.globalIpv6Address()).isEmpty();
        assertThat(blue(settings).aliases()).contains("web");
    }

    @Test
    void theVersionOfTheResultDoesNotMatter() {
        NetworkSettings expected = convert(running());
        for (CniVersion version : CniVersion.SUPPORTED) {
            CniResult result = RESULT.as(version);
            NetworkSettings settings = convert(pod(ContainerStatus.RUNNING)
                    .network(network("blue", Optional.of(result)))
                    .build());
            if (result.interfaces().isEmpty()) {
                // Before 0.3.0 results have no interfaces, hence no hardware address.
                assertThat(blue(settings).addressing().ipv4())
                        .as("%s", version)
                        .isEqualTo(blue(expected).addressing().ipv4());
            } else {
                assertThat(settings).as("%s", version).isEqualTo(expected);
            }
        }
    }

    @Test
    void aGatewayThatThereIsNotIsEmptyUnlessTheEngineIsFollowedToTheLetter() {
        CniResult bare =
                CniResult.parse("{\"cniVersion\":\"0.4.0\",\"interfaces\":[{\"name\":\"eth0\",\"sandbox\":\"x\"}],"
                        + "\"ips\":[{\"version\":\"4\",\"address\":\"10.1.0.7/24\",\"interface\":0}]}");
        NetworkSettings settings = convert(pod(ContainerStatus.RUNNING)
                .network(network("blue", Optional.of(bare)))
                .build());
        assertThat(blue(settings).addressing().gateway()).isEmpty();
        assertThat(settings.toJson()).doesNotContain("<nil>");
    }

    @Test
    void aPodThatDoesNotRunHasNoAddressesButItsNetworksAndPorts() {
        for (ContainerStatus status : List.of(ContainerStatus.CREATED, ContainerStatus.EXITED)) {
            for (Optional<CniResult> known : List.of(Optional.<CniResult>empty(), Optional.of(RESULT))) {
                NetworkSettings settings = convert(pod(status)
                        .network(network("blue", known))
                        .network(network("green", known))
                        .port(PortMapping.tcp(8080, 80))
                        .build());
                assertThat(settings.sandboxKey()).isEmpty();
                assertThat(settings.networks()).containsOnlyKeys("blue", "green");
                assertThat(settings.toJson()).doesNotContain("10.1.0").doesNotContain("02:00:5e");
                assertThat(settings.bindings(ContainerPort.tcp(80))).containsExactly(PortBinding.of("", 8080));
            }
        }
    }

    @Test
    void aPodWithoutNamespaceOfItsOwnHasNeitherAddressesNorPorts() {
        for (NetworkMode mode : List.of(NetworkMode.Plain.NONE, NetworkMode.Plain.HOST)) {
            NetworkSettings settings = convert(pod(ContainerStatus.RUNNING)
                    .mode(mode)
                    .port(PortMapping.tcp(8080, 80))
                    .build());
            assertThat(settings.sandboxKey()).isEmpty();
            assertThat(settings.ports()).isEmpty();
            assertThat(settings.networks()).isEmpty();
        }
    }

    @Test
    void aStackHasASandboxAndPortsButNoNetworks() {
        for (NetworkMode mode : List.of(NetworkMode.Plain.SLIRP4NETNS, NetworkMode.Plain.PASTA)) {
            NetworkSettings settings = convert(pod(ContainerStatus.RUNNING)
                    .mode(mode)
                    .port(PortMapping.tcp(8080, 80))
                    .build());
            assertThat(settings.sandboxKey()).isEqualTo(SANDBOX);
            assertThat(settings.ports()).containsOnlyKeys("80/tcp");
            assertThat(settings.networks()).isEmpty();
        }
    }

    @Test
    void portsAreListedOneByOneInTheOrderOfTheMappings() {
        NetworkSettings settings = convert(pod(ContainerStatus.RUNNING)
                .port(PortMapping.parse("9000-9001:80-81/udp"))
                .port(PortMapping.parse("[::1]:8000:80/udp"))
                .build());
        assertThat(settings.ports()).containsOnlyKeys("80/udp", "81/udp");
        assertThat(settings.bindings(ContainerPort.udp(80)))
                .containsExactly(PortBinding.of("", 9000), PortBinding.of("::1", 8000));
        assertThat(settings.bindings(ContainerPort.udp(81))).containsExactly(PortBinding.of("", 9001));
    }

    @Test
    void aPodThatSharesHasTheSettingsOfTheOwner() {
        PodNetworkView sharing = PodNetworkView.builder("f".repeat(64), "sharing")
                .status(ContainerStatus.RUNNING)
                .mode(new NetworkMode.Shared(running()))
                .port(PortMapping.tcp(1, 1))
                .build();
        assertThat(convert(sharing)).isEqualTo(convert(running()));
        PodNetworkView further = PodNetworkView.builder("e".repeat(64), "further")
                .mode(new NetworkMode.Shared(sharing))
                .build();
        assertThat(convert(further)).isEqualTo(convert(running()));
    }

    @Test
    void refusesToGuessWhichNetworkAResultBelongsTo() {
        PodNetworkView view = pod(ContainerStatus.RUNNING)
                .network(network("blue", Optional.of(RESULT)))
                .network(network("green", Optional.empty()))
                .build();
        for (Fidelity fidelity : Fidelity.values()) {
            assertThatThrownBy(() -> converter().convert(view, fidelity))
                    .isInstanceOf(InspectException.class)
                    .hasMessageContaining("blue")
                    .hasMessageContaining("green")
                    .extracting(e -> ((InspectException) e).errorCode())
                    .isEqualTo(InspectException.MISMATCH);
        }
    }

    @Test
    void manyThreadsGetTheSameAnswer() {
        Set<NetworkSettings> answers = Collections.nCopies(200, running()).parallelStream()
                .map(view -> converter().convert(view, Fidelity.IMPROVED))
                .collect(Collectors.toSet());
        assertThat(answers).hasSize(1);
    }
}
