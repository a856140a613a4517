// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plugins and configurations of the first versions: B01 and B02 of the conformance list. */
class OldPluginTest extends ClientFixture {
    private static final String OLD_RESULT = "{\"ip4\":{\"ip\":\"10.1.2.3/24\",\"gateway\":\"10.1.2.1\",\"routes\":"
            + "[{\"dst\":\"0.0.0.0/0\",\"gw\":\"10.1.0.1\"}]},\"ip6\":{\"ip\":\"2001:db8::3/64\"},"
            + "\"dns\":{\"nameservers\":[\"8.8.8.8\"],\"domain\":\"example.com\"}}";

    private final Attachment attachment =
            Attachment.builder(ID, Path.of("/proc/self/ns/net")).ifName("eth0").build();

    private FakePlugin old;

    @BeforeEach
    void install() {
        // 0.1.0 had neither a version in results nor the VERSION verb.
        old = install("old").answers("ADD", OLD_RESULT).fails("VERSION", 100, "unknown CNI_COMMAND: VERSION", "");
    }

    @ParameterizedTest
    @EnumSource(CniMode.class)
    void b01_aPluginOf010WithAConfigurationWithoutVersion(CniMode mode) {
        CniClient cni = client().mode(mode).build();
        NetworkConfigList network = single("{\"name\":\"old-thing\",\"type\":\"old\"}");
        assertThat(cni.versions("old")).containsExactly("0.1.0");
        cni.validate(network);
        Result020 result = (Result020) cni.add(network, attachment);
        assertThat(result.cniVersion()).isEqualTo(CniVersion.V0_1_0);
        assertThat(result.ip4().orElseThrow().ip()).hasToString("10.1.2.3/24");
        assertThat(result.ip4().orElseThrow().routes().get(0).gw().orElseThrow().getHostAddress())
                .isEqualTo("10.1.0.1");
        assertThat(result.dns().nameservers()).containsExactly("8.8.8.8");
        assertThat(json(old.call("ADD").stdin()))
                .isEqualTo(json("{\"name\":\"old-thing\",\"type\":\"old\",\"cniVersion\":\"\"}"));
        cni.delete(network, attachment);
        assertThat(old.call("DEL").stdin()).doesNotContain("prevResult");
        assertThat(cacheFile("old-thing", ID, "eth0")).doesNotExist();
    }

    @Test
    void b02_aPluginOfTodayWithConfigurationsOf010() {
        FakePlugin today =
                install("today").answers("ADD", OLD_RESULT.replaceFirst("\\{", "{\"cniVersion\":\"0.1.0\","));
        for (String version : List.of("", "\"cniVersion\":\"0.1.0\",")) {
            NetworkConfigList network = single("{" + version + "\"name\":\"old-thing\",\"type\":\"today\"}");
            CniClient cni = improved();
            CniResult result = cni.add(network, attachment);
            assertThat(result.ips())
                    .extracting(ip -> ip.address().toString())
                    .containsExactly("10.1.2.3/24", "2001:db8::3/64");
            assertThat(result.latest().toJson()).contains("\"cniVersion\": \"1.1.0\"");
            cni.delete(network, attachment);
        }
        assertThat(today.log()).containsExactly("today ADD", "today DEL", "today ADD", "today DEL");
    }
}
