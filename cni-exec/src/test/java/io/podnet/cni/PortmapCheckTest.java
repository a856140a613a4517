// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.PortMapping;
import io.podnet.cni.spi.PluginCall;
import io.podnet.cni.spi.PluginReply;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** CHECK of portmap, which up to 1.1.1 looks for the rules of every address in iptables and in ip6tables. */
class PortmapCheckTest extends ClientFixture {
    private static final String IPV4 = "{\"address\":\"10.1.0.2/24\"}";
    private static final String IPV6 = "{\"address\":\"fd01::2/64\"}";

    private final Attachment attachment = Attachment.builder("c0ffee", LIVE)
            .portMappings(List.of(PortMapping.tcp(8080, 80)))
            .build();

    private boolean rulesAreThere = true;
    private boolean isOld = true;
    private String ips = IPV4;

    private final FakeInvoker portmap = new FakeInvoker("fake", 100, Set.of("portmap"), this::answer);
    private final NetworkConfigList network =
            NetworkConfigList.parse("{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"plugins\":["
                    + "{\"type\":\"portmap\",\"capabilities\":{\"portMappings\":true}}]}");

    private PluginReply answer(PluginCall call) {
        return switch (call.verb()) {
            case ADD -> FakeInvoker.success("{\"cniVersion\":\"1.0.0\",\"ips\":[" + ips + "]}");
            case CHECK -> check(call.config());
            default -> FakeInvoker.success("");
        };
    }

    // The order and the words are the plugin's.
    private PluginReply check(String config) {
        for (String own : List.of("4", "6")) {
            if (!config.contains(own.equals("4") ? "10.1.0.2/24" : "fd01::2/64")) {
                continue;
            }
            for (String tool : List.of("4", "6")) {
                boolean found = own.equals(tool) ? rulesAreThere : !isOld;
                if (!found) {
                    return new PluginReply(
                            1,
                            "{\"code\":999,\"msg\":\"could not check ipv" + tool
                                    + " dnat: chain CNI-DN-12 not found in iptables table nat\"}",
                            "");
                }
            }
        }
        return FakeInvoker.success("");
    }

    private void check() {
        CniClient cni = client().invokers(List.of(portmap)).build();
        cni.add(network, attachment);
        try {
            cni.check(network, attachment);
        } finally {
            cni.delete(network, attachment);
        }
    }

    @Test
    void passesOfEitherFamilyAndOfBoth() {
        for (String each : List.of(IPV4, IPV6, IPV4 + "," + IPV6)) {
            ips = each;
            for (boolean old : List.of(true, false)) {
                isOld = old;
                check();
            }
        }
    }

    @Test
    void findsWhatIsMissing() {
        rulesAreThere = false;
        assertThat(failure(this::check)).hasMessageContaining("could not check ipv4 dnat");
        ips = IPV4 + "," + IPV6;
        assertThat(failure(this::check)).hasMessageContaining("could not check ipv4 dnat");
        ips = IPV6;
        isOld = false;
        assertThat(failure(this::check)).hasMessageContaining("could not check ipv6 dnat");
    }

    @Test
    void asksOneFamilyAtATime() {
        ips = IPV4 + "," + IPV6;
        check();
        assertThat(portmap.calls.stream()
                        .filter(call -> call.verb() == CniVerb.CHECK)
                        .map(call -> call.config().contains("10.1.0.2") + " "
                                + call.config().contains("fd01::2")))
                .containsExactly("true false", "false true");
    }

    @Test
    void libcnisWayHandsThePluginsFailureOn() {
        CniClient literal =
                client().mode(CniMode.LIBCNI).invokers(List.of(portmap)).build();
        literal.add(network, attachment);
        assertThat(failure(() -> literal.check(network, attachment))).hasMessageContaining("could not check ipv6 dnat");
        assertThat(portmap.calls).hasSize(2);
    }
}
