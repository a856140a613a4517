// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.cni.internal.config.PluginInput;
import io.podnet.cni.internal.json.Json;
import io.podnet.cni.internal.json.JsonException;
import io.podnet.cni.internal.json.PlainValues;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Random results and configurations; the seed is printed and can be given by {@code -Dpodnet.test.seed}. */
class RandomRoundTripTest {
    private static final int ROUNDS = 100;
    private static final long SEED = RandomCni.seed(RandomRoundTripTest.class);

    @Test
    void printsAndReadsResultsOfAllVersions() {
        RandomCni random = new RandomCni(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            for (CniVersion version : CniVersion.SUPPORTED) {
                CniResult result = random.result(version);
                assertThat(CniResult.parse(result.toJson())).isEqualTo(result);
                assertThat(CniResult.parse(result.toJson(), "1.1.0")).isEqualTo(result);
            }
        }
    }

    @Test
    void convertsResultsBetweenAllPairsOfVersions() {
        RandomCni random = new RandomCni(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            for (CniVersion from : CniVersion.SUPPORTED) {
                CniResult result = random.result(from);
                for (CniVersion to : CniVersion.SUPPORTED) {
                    convert(result, to);
                }
            }
        }
    }

    private static void convert(CniResult result, CniVersion to) {
        CniVersion from = result.cniVersion();
        boolean oldest = CniVersion.V0_3_0.compareTo(to) > 0;
        if (oldest && !(result instanceof Result020) && result.ips().isEmpty()) {
            assertThatThrownBy(() -> result.as(to)).hasMessage("cannot convert: no valid IP addresses");
            return;
        }
        CniResult there = result.as(to);
        assertThat(there.cniVersion()).isEqualTo(to);
        assertThat(CniResult.parse(there.toJson())).isEqualTo(there);
        if (result instanceof Result020 && result.ips().isEmpty() && !oldest) {
            assertThatThrownBy(() -> there.as(from)).hasMessage("cannot convert: no valid IP addresses");
            return;
        }
        CniResult back = there.as(from);
        assertThat(back).isEqualTo(expected(result, to));
        // What could be lost was lost the first time.
        assertThat(back.as(to)).isEqualTo(there);
    }

    /** What is left of a result that went to a version and back. */
    private static CniResult expected(CniResult result, CniVersion through) {
        if (CniVersion.V0_3_0.compareTo(through) > 0 && !(result instanceof Result020)) {
            List<CniIp> ips = result.ips().stream()
                    .map(ip -> new CniIp(versionOf(result, ip), OptionalInt.empty(), ip.address(), ip.gateway()))
                    .toList();
            List<CniIp> first = List.of(true, false).stream()
                    .flatMap(ipv4 -> ips.stream()
                            .filter(ip -> ip.address().isIpv4() == ipv4)
                            .limit(1))
                    .toList();
            List<CniRoute> routes = first.stream()
                    .flatMap(ip -> result.routes().stream()
                            .filter(route ->
                                    route.dst().isIpv4() == ip.address().isIpv4()))
                    .map(route -> CniRoute.of(route.dst(), route.gw()))
                    .toList();
            return result instanceof Result040
                    ? new Result040(result.cniVersion(), List.of(), first, routes, result.dns())
                    : new Result100(result.cniVersion(), List.of(), first, routes, result.dns());
        }
        if (result instanceof Result100 && !through.isAtLeast(CniVersion.V1_0_0)) {
            return new Result100(
                    result.cniVersion(),
                    result.interfaces().stream()
                            .map(each -> CniInterface.of(each.name(), each.mac(), each.sandbox()))
                            .toList(),
                    result.ips(),
                    result.routes(),
                    result.dns());
        }
        return result;
    }

    private static String versionOf(CniResult result, CniIp ip) {
        return result instanceof Result040 ? (ip.address().isIpv4() ? "4" : "6") : "";
    }

    @Test
    void keepsConfigurationsExactly() throws JsonException {
        RandomCni random = new RandomCni(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            JsonNode tree = PlainValues.toTree("network", random.network());
            String json = Json.pretty(tree);
            NetworkConfigList network = NetworkConfigList.parse(json);
            assertThat(network.bytes()).asString(UTF_8).isEqualTo(json);
            assertThat(NetworkConfigList.parse(Json.sortedCompact(tree)).plugins())
                    .extracting(PluginConfig::json)
                    .isEqualTo(
                            network.plugins().stream().map(PluginConfig::json).toList());
            for (int k = 0; k < network.plugins().size(); k++) {
                check(network, network.plugins().get(k), tree.get("plugins").get(k));
            }
        }
    }

    private static void check(NetworkConfigList network, PluginConfig plugin, JsonNode source) throws JsonException {
        assertThat(plugin.json()).isEqualTo(Json.sortedCompact(source));
        assertThat(PluginConfig.parse(plugin.json()).json()).isEqualTo(plugin.json());

        ObjectNode improved = Json.asObject(source).deepCopy();
        improved.remove(List.of("capabilities", "prevResult"));
        improved.put("name", network.name()).put("cniVersion", network.cniVersion());
        assertThat(new PluginInput(network, CniMode.IMPROVED).forAttachment(plugin, null, Map.of()))
                .isEqualTo(Json.sortedCompact(improved));

        ObjectNode literal = Json.asObject(source).deepCopy();
        literal.put("name", network.name()).put("cniVersion", network.cniVersion());
        String input = new PluginInput(network, CniMode.LIBCNI).forAttachment(plugin, null, Map.of());
        assertThat(input).isEqualTo(Json.sortedCompactFloat64(literal));
        assertThat(Json.sortedCompactFloat64(Json.parse(input))).isEqualTo(input);

        NetworkConfigList single = NetworkConfigList.of(plugin);
        assertThat(single.plugins()).singleElement().returns(plugin.json(), PluginConfig::json);
        assertThat(NetworkConfigList.parse(single.bytes()).plugins())
                .singleElement()
                .returns(plugin.json(), PluginConfig::json);
    }
}
