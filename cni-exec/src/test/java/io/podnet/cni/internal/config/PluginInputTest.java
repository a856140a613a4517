// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.IpPrefix;
import io.podnet.base.PortMapping;
import io.podnet.cni.Attachment;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniDns;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniMode;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.Result040;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PluginInputTest {
    private static String input(CniMode mode, String plugin, CniResult prevResult, Map<String, ?> capabilityArgs) {
        NetworkConfigList network = network(plugin);
        return new PluginInput(network, mode).forAttachment(network.plugins().get(0), prevResult, capabilityArgs);
    }

    private static NetworkConfigList network(String plugin) {
        return NetworkConfigList.parse("{\"name\": \"net\", \"cniVersion\": \"1.0.0\", \"plugins\": [" + plugin + "]}");
    }

    private static final String LEFT_OVERS = "{\"type\":\"t\",\"name\":\"own\",\"cniVersion\":\"0.1.0\",\"x\":null,"
            + "\"capabilities\":{\"mac\":true},\"prevResult\":{\"a\":1},\"PREVRESULT\":{},"
            + "\"cni.dev/valid-attachments\":[],\"cni.dev/attachments\":[],\"cni.dev\":1}";

    @Test
    void leavesOutWhatTheRuntimeSays() {
        assertThat(input(CniMode.IMPROVED, LEFT_OVERS, null, Map.of()))
                .isEqualTo("{\"cni.dev\":1,\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"type\":\"t\",\"x\":null}");
    }

    @Test
    void leavesEverythingInAsLibcniDoes() {
        assertThat(input(CniMode.LIBCNI, LEFT_OVERS, null, Map.of()))
                .isEqualTo(
                        "{\"PREVRESULT\":{},\"capabilities\":{\"mac\":true},\"cni.dev\":1,\"cni.dev/attachments\":[],"
                                + "\"cni.dev/valid-attachments\":[],\"cniVersion\":\"1.0.0\",\"name\":\"net\","
                                + "\"prevResult\":{\"a\":1},\"type\":\"t\",\"x\":null}");
    }

    @Test
    void keepsNumbersUnlessLibcniWouldNot() {
        String plugin =
                "{\"type\":\"t\",\"a\":9007199254740993,\"b\":1.0,\"c\":1e21,\"d\":123456789012345678901234567890}";
        assertThat(input(CniMode.IMPROVED, plugin, null, Map.of()))
                .contains("\"a\":9007199254740993,\"b\":1,\"c\":1e+21,", "\"d\":123456789012345678901234567890");
        assertThat(input(CniMode.LIBCNI, plugin, null, Map.of()))
                .contains("\"a\":9007199254740992,\"b\":1,\"c\":1e+21,", "\"d\":1.2345678901234568e+29");
    }

    @Test
    void handsOverOnlyWhatIsWantedAndGiven() {
        String plugin = "{\"type\":\"t\",\"runtimeConfig\":{\"old\":1},"
                + "\"capabilities\":{\"portMappings\":true,\"mac\":false,\"ips\":true}}";
        Attachment attachment = Attachment.builder("c0ffee")
                .portMappings(List.of(PortMapping.parse("127.0.0.1:8080-8081:80-81/udp")))
                .capability("mac", "00:11:22:33:44:55")
                .capability("other", List.of())
                .build();
        String given = input(CniMode.IMPROVED, plugin, null, attachment.capabilityArgs());
        assertThat(given)
                .isEqualTo("{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"runtimeConfig\":{\"portMappings\":["
                        + "{\"containerPort\":80,\"hostIP\":\"127.0.0.1\",\"hostPort\":8080,\"protocol\":\"udp\"},"
                        + "{\"containerPort\":81,\"hostIP\":\"127.0.0.1\",\"hostPort\":8081,\"protocol\":\"udp\"}]},"
                        + "\"type\":\"t\"}");
    }

    @ParameterizedTest
    @EnumSource(CniMode.class)
    void leavesTheRuntimeConfigOfTheFileIfNothingIsGiven(CniMode mode) {
        String plugin = "{\"type\":\"t\",\"runtimeConfig\":{\"old\":1},\"capabilities\":{\"mac\":true}}";
        assertThat(input(mode, plugin, null, Map.of("ips", List.of()))).contains("\"runtimeConfig\":{\"old\":1}");
    }

    @ParameterizedTest
    @EnumSource(CniMode.class)
    void handsOverThePreviousResultInItsOwnVersion(CniMode mode) {
        CniResult result = new Result040(
                CniVersion.V0_3_1,
                List.of(CniInterface.of("eth0", "", "")),
                List.of(CniIp.of(0, IpPrefix.parse("10.0.0.2/8"), Optional.empty())),
                List.of(),
                CniDns.EMPTY);
        assertThat(input(mode, "{\"type\":\"t\",\"prevResult\":{\"old\":1}}", result, Map.of()))
                .isEqualTo(
                        "{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"prevResult\":{\"cniVersion\":\"0.3.1\",\"dns\":{},"
                                + "\"interfaces\":[{\"name\":\"eth0\"}],\"ips\":[{\"address\":\"10.0.0.2/8\",\"interface\":0,"
                                + "\"version\":\"4\"}]},\"type\":\"t\"}");
    }

    @ParameterizedTest
    @EnumSource(CniMode.class)
    void tellsGcWhatIsValid(CniMode mode) {
        NetworkConfigList network = network("{\"type\":\"t\"}");
        PluginInput input = new PluginInput(network, mode);
        String list = "[{\"containerID\":\"b\",\"ifname\":\"eth1\"},{\"containerID\":\"a\",\"ifname\":\"eth0\"}]";
        assertThat(input.forGc(
                        network.plugins().get(0),
                        List.of(new AttachmentId("b", "eth1"), new AttachmentId("a", "eth0"))))
                .isEqualTo("{\"cni.dev/attachments\":" + list + ",\"cni.dev/valid-attachments\":" + list
                        + ",\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"type\":\"t\"}");
        assertThat(input.forGc(network.plugins().get(0), List.of())).contains("\"cni.dev/valid-attachments\":[]");
        assertThat(input.forGc(network.plugins().get(0), null)).doesNotContain("cni.dev");
    }

    @Test
    void givesStatusNoArguments() {
        NetworkConfigList network = network("{\"type\":\"t\",\"capabilities\":{\"mac\":true}}");
        assertThat(new PluginInput(network, CniMode.IMPROVED)
                        .forStatus(network.plugins().get(0)))
                .isEqualTo("{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"type\":\"t\"}");
    }

    @Test
    void sendsAVersionEvenIfThereIsNone() {
        NetworkConfigList network = NetworkConfigList.parse("{\"name\":\"net\",\"plugins\":[{\"type\":\"t\"}]}");
        assertThat(new PluginInput(network, CniMode.IMPROVED)
                        .forStatus(network.plugins().get(0)))
                .isEqualTo("{\"cniVersion\":\"\",\"name\":\"net\",\"type\":\"t\"}");
    }
}
