// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.MacAddress;
import io.podnet.rootless.StackChoice;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks and modes as they are written behind {@code --network}. */
class NetworkTextTest {
    @Test
    void readsANetworkWithOptions() {
        String text = "blue:ip=10.1.2.3,ip=fd00::3,mac=02:00:00:00:00:01,alias=db,alias=sql,interface_name=eth9";
        PodNetwork network = PodNetwork.parse(text);

        assertThat(network.name()).isEqualTo("blue");
        assertThat(network.ips()).containsExactly(IpAddresses.parse("10.1.2.3"), IpAddresses.parse("fd00::3"));
        assertThat(network.mac()).contains(MacAddress.parse("02:00:00:00:00:01"));
        assertThat(network.aliases()).containsExactly("db", "sql");
        assertThat(network.interfaceName()).contains("eth9");
        assertThat(network).hasToString(text);
        assertThat(PodNetwork.parse("blue:ip6=fd00::3")).hasToString("blue:ip=fd00::3");
        assertThat(PodNetwork.parse("blue")).hasToString("blue").isEqualTo(PodNetwork.of("blue"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'invalid network \"\": network name cannot be empty'",
        "':ip=10.1.2.3', 'invalid network \":ip=10.1.2.3\": network name cannot be empty'",
        "'blue:', 'invalid option for network blue \"\": unknown bridge network option: '",
        "'blue:mtu=9', 'invalid option for network blue \"mtu=9\": unknown bridge network option: mtu'",
        "'blue:alias=a,', 'invalid option for network blue \"\": unknown bridge network option: '",
        "'blue:alias=', 'invalid option for network blue \"alias=\": alias cannot be empty'",
        "'blue:alias', 'invalid option for network blue \"alias\": alias cannot be empty'",
        "'blue:interface_name=', 'invalid option for network blue \"interface_name=\": interface_name cannot be empty'",
    })
    void refusesWhatIsNoNetwork(String text, String message) {
        assertThatThrownBy(() -> PodNetwork.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(message);
    }

    @Test
    void readsModes() {
        assertThat(NetworkModeParser.find("bridge")).contains(NetworkMode.bridge());
        assertThat(NetworkModeParser.find("")).contains(NetworkMode.ofOwn());
        assertThat(NetworkModeParser.find("default")).contains(NetworkMode.ofOwn());
        assertThat(NetworkModeParser.find("private")).contains(NetworkMode.ofOwn());
        assertThat(NetworkModeParser.find("none")).contains(NetworkMode.none());
        assertThat(NetworkModeParser.find("host")).contains(NetworkMode.host());
        assertThat(NetworkModeParser.find("pasta")).contains(NetworkMode.ofStack(StackChoice.parse("pasta")));
        assertThat(NetworkModeParser.find("slirp4netns:mtu=1500"))
                .contains(NetworkMode.ofStack(StackChoice.parse("slirp4netns:mtu=1500")));
        assertThat(NetworkModeParser.find("ns:/run/netns/a:b")).contains(NetworkMode.ofPath(Path.of("/run/netns/a:b")));
        assertThat(NetworkModeParser.find("pod:web")).contains(NetworkMode.ofPod("web"));
        assertThat(NetworkModeParser.find("container:web")).contains(NetworkMode.ofPod("web"));
    }

    /** They may be names of networks. */
    @ParameterizedTest
    @ValueSource(
            strings = {"blue", "bridge:x", "none:x", "host:x", "default:x", "private:x", ":x", "ns", "pod", "container"
            })
    void whatIsNoModeIsNone(String text) {
        assertThat(NetworkModeParser.find(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'ns:', must provide a path to a namespace when specifying \"ns:\"",
        "'pod:', must provide the name or ID of a pod",
        "'container:', must provide the name or ID of a pod",
    })
    void refusesModesThatLackSomething(String text, String why) {
        assertThatThrownBy(() -> NetworkModeParser.find(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("invalid network mode \"" + text + "\": " + why);
    }

    @Test
    void refusesAPathThatIsNone() {
        assertThatThrownBy(() -> NetworkModeParser.find("ns:/run/\0"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("invalid network mode \"ns:/run/\\u0000\": ");
    }
}
