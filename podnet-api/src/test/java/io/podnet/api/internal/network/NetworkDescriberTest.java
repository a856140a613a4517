// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.NetworkInfo;
import io.podnet.api.PodException;
import io.podnet.base.IpPrefix;
import io.podnet.cni.NetworkConfigList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkDescriberTest {
    private static NetworkConfigList list(String rest, String plugin) {
        return NetworkConfigList.parse(
                "{\"cniVersion\":\"0.4.0\",\"name\":\"net\"" + rest + ",\"plugins\":[" + plugin + "]}");
    }

    private static NetworkInfo describe(String plugin) {
        return NetworkDescriber.describe(list("", plugin));
    }

    @Test
    void theBuiltInNetworkIsABridge() {
        NetworkInfo info = NetworkDescriber.describe(NetworkConfigList.parse(DefaultNetwork.CONFIG));
        assertThat(info.driver()).isEqualTo("bridge");
        assertThat(info.interfaceName()).contains("podnet0");
        assertThat(info.file()).isEmpty();
        assertThat(info.internal()).isFalse();
        assertThat(info.subnets()).singleElement().satisfies(subnet -> {
            assertThat(subnet.subnet()).hasToString("10.87.0.0/16");
            assertThat(subnet.gateway().orElseThrow().getHostAddress()).isEqualTo("10.87.0.1");
        });
    }

    @Test
    void idsArePodmans() {
        assertThat(NetworkId.of("podman"))
                .isEqualTo("2f259bab93aaaaa2542ba43ef33eb990d0999ee1b9924b557b7be53c0b7a1bb9");
        assertThat(describe("{\"type\":\"ptp\"}").shortId()).hasSize(12);
    }

    @Test
    void anotherPluginIsNamedAndNoMore() {
        NetworkInfo info = describe("{\"type\":\"ptp\",\"ipam\":{\"type\":\"host-local\","
                + "\"ranges\":[[{\"subnet\":\"10.9.9.0/24\"}]]}}");
        assertThat(info.driver()).isEqualTo("ptp");
        assertThat(info.subnets()).isEmpty();
        assertThat(info.ipam()).isEmpty();
    }

    @Test
    void fieldsMatchInAnyCaseAsInGo() {
        NetworkInfo info = describe("{\"type\":\"bridge\",\"BRIDGE\":\"br7\",\"isgateway\":true,\"Mtu\":1400,"
                + "\"ipam\":{\"type\":\"host-local\",\"Ranges\":[[{\"Subnet\":\"10.9.9.0/24\"}]]}}");
        assertThat(info.interfaceName()).contains("br7");
        assertThat(info.internal()).isFalse();
        assertThat(info.options()).isEqualTo(Map.of("mtu", "1400"));
        assertThat(info.subnets()).hasSize(1);
    }

    @Test
    void aSubnetOfTheOldFormCountsToo() {
        NetworkInfo info = describe("{\"type\":\"bridge\",\"isGateway\":true,"
                + "\"ipam\":{\"type\":\"host-local\",\"subnet\":\"10.9.9.7/24\",\"rangeEnd\":\"10.9.9.20\"}}");
        assertThat(info.subnets()).singleElement().satisfies(subnet -> {
            assertThat(subnet.subnet()).hasToString("10.9.9.0/24");
            assertThat(subnet.range().orElseThrow()).hasToString("10.9.9.1-10.9.9.20");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"bridge\",\"bridge\":7,\"isGateway\":\"yes\",\"mtu\":\"1400\",\"vlan\":1e300}",
                "{\"type\":\"bridge\",\"bridge\":null,\"isGateway\":[],\"mtu\":99999999999999999999}",
                "{\"type\":\"bridge\",\"ipam\":{\"type\":\"host-local\",\"ranges\":7}}",
                "{\"type\":\"bridge\",\"ipam\":{\"type\":\"host-local\",\"ranges\":[7,[7,[{}]],null,\"x\"]}}",
                "{\"type\":\"macvlan\",\"master\":{},\"mode\":[1]}",
                "{\"type\":\"bridge\",\"ipam\":{\"type\":\"dhcp\",\"ranges\":[[{\"subnet\":\"nonsense\"}]]}}"
            })
    void whatIsOfAnotherTypeCountsAsMissing(String plugin) {
        NetworkConfigList list =
                list(",\"args\":{\"podman_labels\":[1],\"podman_options\":{\"a\":1,\"b\":\"c\"}}", plugin);
        NetworkInfo info = NetworkDescriber.describe(list);
        assertThat(info.subnets()).isEmpty();
        assertThat(info.labels()).isEmpty();
        assertThat(info.options()).isEqualTo(Map.of("b", "c"));
        assertThat(NetworkDescriber.subnets(list)).isEmpty();
        NetworkPlanner.bridges(list).forEach(each -> assertThat(each).isNotNull());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"subnet\":\"10.9.9.0\"",
                "\"subnet\":\"10.9.9.0/33\"",
                "\"gateway\":\"10.9.9.1\"",
                "\"subnet\":\"10.9.9.0/24\",\"gateway\":\"nobody\"",
                "\"subnet\":\"10.9.9.0/24\",\"rangeStart\":\"10.9.9.300\"",
                "\"subnet\":\"10.9.9.0/24\",\"rangeStart\":\"10.9.9.30\",\"rangeEnd\":\"10.9.9.20\""
            })
    void addressesThatAreNoneAreNamed(String range) {
        NetworkConfigList list =
                list("", "{\"type\":\"bridge\",\"ipam\":{\"type\":\"host-local\",\"ranges\":[[{" + range + "}]]}}");
        assertThatThrownBy(() -> NetworkDescriber.describe(list))
                .isInstanceOf(PodException.class)
                .hasMessageStartingWith("network \"net\": ");
    }

    @Test
    void allSubnetsOfAllPluginsAreTaken() {
        NetworkConfigList list = list(
                "",
                "{\"type\":\"bridge\",\"ipam\":{\"type\":\"host-local\",\"subnet\":\"10.1.0.0/16\","
                        + "\"ranges\":[[{\"subnet\":\"10.2.0.0/16\"},{\"subnet\":\"bad\"}],[{\"subnet\":\"fd00::/64\"}]]}},"
                        + "{\"type\":\"odd\",\"ipam\":{\"subnet\":\"10.3.0.7/16\"}}");
        assertThat(NetworkDescriber.subnets(list))
                .containsExactlyInAnyOrderElementsOf(
                        List.of("10.1.0.0/16", "10.2.0.0/16", "fd00::/64", "10.3.0.0/16").stream()
                                .map(IpPrefix::parse)
                                .toList());
    }
}
