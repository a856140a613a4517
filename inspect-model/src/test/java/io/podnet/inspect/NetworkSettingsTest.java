// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.IpPrefix;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkSettingsTest {
    static Stream<Path> printed() {
        return Stream.concat(
                Recordings.endingIn(".networksettings.raw.json").stream(),
                Recordings.endingIn(".v3-derived-by-rule.json").stream());
    }

    @ParameterizedTest
    @MethodSource("printed")
    void givesBackWhatPodmanPrintedByteForByte(Path file) {
        String json = Recordings.read(file);
        assertThat(NetworkSettings.parse(json).toJson()).isEqualTo(json);
    }

    @Test
    void thereIsSomethingToRead() {
        assertThat(printed()).hasSizeGreaterThan(40);
    }

    @Test
    void anEmptyObjectGetsTheKeysThatPodmanAlwaysWrites() {
        assertThat(NetworkSettings.parse("{}").toJson())
                .isEqualTo("{\"EndpointID\":\"\",\"Gateway\":\"\",\"IPAddress\":\"\",\"IPPrefixLen\":0,"
                        + "\"IPv6Gateway\":\"\",\"GlobalIPv6Address\":\"\",\"GlobalIPv6PrefixLen\":0,"
                        + "\"MacAddress\":\"\",\"Bridge\":\"\",\"SandboxID\":\"\",\"HairpinMode\":false,"
                        + "\"LinkLocalIPv6Address\":\"\",\"LinkLocalIPv6PrefixLen\":0,\"Ports\":{},"
                        + "\"SandboxKey\":\"\"}")
                .isEqualTo(NetworkSettings.builder().build().toJson());
    }

    @Test
    void aFlagThatIsSetIsRead() {
        assertThat(NetworkSettings.parse("{\"HairpinMode\":true}").toJson()).contains("\"HairpinMode\":true");
    }

    @Test
    void namesThatBeginWithOthersAreNamesOfTheirOwn() {
        String json = NetworkSettings.parse("{\"Networks\":{\"net-2\":{},\"net\":{},\"net-\":{}}}")
                .toJson();

        assertThat(json.indexOf("\"net\":{")).isPositive().isLessThan(json.indexOf("\"net-\":{"));
        assertThat(json.indexOf("\"net-\":{")).isLessThan(json.indexOf("\"net-2\":{"));
    }

    @Test
    void unknownFieldsSurviveOnEveryLevel() {
        String json = """
                {"Zeta": {"b": 1.50, "a": [1e3, null, "\\u00e9"]},
                 "Ports": {"80/tcp": [{"HostPort": "8080", "HostIp": "", "Comment": "x"}]},
                 "SecondaryIPAddresses": [{"Addr": "10.0.0.2", "PrefixLength": 24, "Label": null}],
                 "Networks": {"n": {"DNSNames": ["a", "b"], "GwPriority": 12345678901234567890}}}
                """;
        NetworkSettings settings = NetworkSettings.parse(json);
        assertThat(settings.unknown())
                .containsExactly(Map.entry("Zeta", new JsonText("{\"b\":1.50,\"a\":[1E+3,null,\"é\"]}")));
        assertThat(settings.toJson())
                .contains("{\"HostIp\":\"\",\"HostPort\":\"8080\",\"Comment\":\"x\"}")
                .contains("[{\"Addr\":\"10.0.0.2\",\"PrefixLength\":24,\"Label\":null}]")
                .contains("\"Links\":null,\"DNSNames\":[\"a\",\"b\"],\"GwPriority\":12345678901234567890}")
                .endsWith(",\"Zeta\":{\"b\":1.50,\"a\":[1E+3,null,\"é\"]}}");
        assertThat(NetworkSettings.parse(settings.toJson())).isEqualTo(settings);
    }

    @Test
    void readsWhatDockerPrints() {
        String json = """
                {"Bridge": "", "SandboxID": "b8a61e", "SandboxKey": "/var/run/docker/netns/b8a61e",
                 "Ports": {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}, {"HostIp": "::", "HostPort": "8080"}],
                           "443/tcp": null, "53/udp": []},
                 "HairpinMode": false, "SecondaryIPAddresses": null,
                 "SecondaryIPv6Addresses": [{"Addr": "fd00::3", "PrefixLen": 64}],
                 "EndpointID": "e1", "Gateway": "172.17.0.1", "IPAddress": "172.17.0.2", "IPPrefixLen": 16,
                 "Networks": {"bridge": {
                   "IPAMConfig": {"IPv4Address": "172.17.0.2"}, "Links": ["db:db"], "Aliases": null,
                   "DriverOpts": {"com.docker.network.endpoint.ifname": "eth0"}, "NetworkID": "7ea29f",
                   "IPAddress": "172.17.0.2", "IPPrefixLen": 16}}}
                """;
        NetworkSettings settings = NetworkSettings.parse(json);
        assertThat(settings.addressing().ipv4()).contains(IpPrefix.parse("172.17.0.2/16"));
        assertThat(settings.addressing().ipv6()).isEmpty();
        assertThat(settings.addressing().secondaryIpv6Addresses())
                .extracting(Address::toPrefix)
                .containsExactly(IpPrefix.parse("fd00::3/64"));
        assertThat(settings.bindings(ContainerPort.tcp(80)))
                .containsExactly(PortBinding.of("0.0.0.0", 8080), PortBinding.of("::", 8080));
        assertThat(settings.bindings(ContainerPort.tcp(443))).isEmpty();
        EndpointSettings bridge = settings.networks().get("bridge");
        assertThat(bridge.ipamConfig()).isEqualTo(new JsonText("{\"IPv4Address\": \"172.17.0.2\"}"));
        assertThat(bridge.links()).hasToString("[\"db:db\"]");
        assertThat(bridge.aliases()).isEmpty();
        assertThat(settings.toJson())
                .contains("\"SecondaryIPv6Addresses\":[{\"Addr\":\"fd00::3\",\"PrefixLen\":64}]")
                .contains("\"Ports\":{\"443/tcp\":null,\"53/udp\":null,\"80/tcp\":[{")
                .contains("\"DriverOpts\":{\"com.docker.network.endpoint.ifname\":\"eth0\"},\"IPAMConfig\":{");
    }

    @Test
    void sortsMapsByBytesAsGoDoes() {
        NetworkSettings settings = NetworkSettings.builder()
                .network("\ud83d\ude00", EndpointSettings.of("a", Addressing.NONE, List.of()))
                .network("\uffee", EndpointSettings.of("b", Addressing.NONE, List.of()))
                .network("b", EndpointSettings.of("c", Addressing.NONE, List.of()))
                .network("B", EndpointSettings.of("d", Addressing.NONE, List.of()))
                .build();
        assertThat(settings.networks().keySet()).containsExactly("B", "b", "\uffee", "\ud83d\ude00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                       | NetworkSettings: want an object, found []",
                "{\"IPPrefixLen\":\"16\"}                 | NetworkSettings.IPPrefixLen: want a whole number of 32 bits, found \"16\"",
                "{\"IPPrefixLen\":1.5}                    | NetworkSettings.IPPrefixLen: want a whole number of 32 bits, found 1.5",
                "{\"IPPrefixLen\":4294967296}             | NetworkSettings.IPPrefixLen: want a whole number of 32 bits, found 4294967296",
                "{\"SandboxKey\":7}                       | NetworkSettings.SandboxKey: want a text, found 7",
                "{\"HairpinMode\":\"no\"}                 | NetworkSettings.HairpinMode: want true or false, found \"no\"",
                "{\"Ports\":[]}                           | NetworkSettings.Ports: want an object, found []",
                "{\"Ports\":{\"80/tcp\":{}}}              | NetworkSettings.Ports.80/tcp: want a list, found {}",
                "{\"Ports\":{\"80/tcp\":[null]}}          | NetworkSettings.Ports.80/tcp[0]: want an object, found null",
                "{\"Networks\":{\"n\":null}}              | NetworkSettings.Networks.n: want an object, found null",
                "{\"Networks\":{\"n\":{\"Aliases\":[1]}}} | NetworkSettings.Networks.n.Aliases[0]: want a text, found 1",
                "{\"SecondaryIPAddresses\":[\"10.0.0.2\"]} | NetworkSettings.SecondaryIPAddresses[0]: want an address with its prefix length, found \"10.0.0.2\"",
            })
    void namesThePlaceOfAWrongValue(String json, String message) {
        assertThatThrownBy(() -> NetworkSettings.parse(json))
                .isInstanceOf(InspectException.class)
                .hasMessage(message)
                .extracting(e -> ((InspectException) e).errorCode())
                .isEqualTo("inspect-document-invalid");
    }

    @Test
    void aLongWrongValueIsCutInTheMessage() {
        assertThatThrownBy(() -> NetworkSettings.parse("{\"Gateway\":[\"" + "x".repeat(1000) + "\"]}"))
                .hasMessageContaining("found [\"xxx")
                .hasMessageEndingWith("...")
                .message()
                .hasSizeLessThan(130);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"``|the text is empty", "{|(line 1, column ", "{} {}|(line 1, column 4)", "NaN|(line 1, column "})
    void saysWhereATextIsNoJson(String json, String part) {
        assertThatThrownBy(() -> NetworkSettings.parse(json))
                .isInstanceOf(InspectException.class)
                .hasMessageStartingWith("not JSON: ")
                .hasMessageContaining(part);
    }

    @Test
    void doesNotDrownInDepth() {
        String deep = "{\"X\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> NetworkSettings.parse(deep)).isInstanceOf(InspectException.class);
    }

    @Test
    void valuesCannotBeChangedFromOutside() {
        NetworkSettings settings = NetworkSettings.parse("{\"Ports\":{\"80/tcp\":null},\"X\":1}");
        assertThatThrownBy(() -> settings.ports().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> settings.networks().put("n", EndpointSettings.of("n", Addressing.NONE, List.of())))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> settings.unknown().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
