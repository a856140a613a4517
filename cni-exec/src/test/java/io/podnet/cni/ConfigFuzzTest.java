// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.podnet.cni.internal.config.PluginInput;
import java.util.Map;

/**
 * Feeds anything to the decoders of configurations. The inputs in the resources are replayed by every build; {@code
 * scripts/fuzz} looks for more.
 */
class ConfigFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void readsAnyList(byte[] bytes) {
        NetworkConfigList network;
        try {
            network = NetworkConfigList.parse(bytes);
        } catch (CniException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return;
        }
        assertThat(network.bytes()).isEqualTo(bytes);
        for (PluginConfig plugin : network.plugins()) {
            check(plugin);
            for (CniMode mode : CniMode.values()) {
                String input = new PluginInput(network, mode).forAttachment(plugin, null, Map.of("mac", "x"));
                assertThat(PluginConfig.parse(input))
                        .returns(network.name(), PluginConfig::name)
                        .returns(network.cniVersion(), PluginConfig::cniVersion)
                        .returns(plugin.type(), PluginConfig::type);
            }
        }
    }

    @FuzzTest(maxDuration = "1m")
    void readsAnyPlugin(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        try {
            PluginConfig plugin = PluginConfig.parse(text);
            check(plugin);
            NetworkConfigList network = NetworkConfigList.of(plugin);
            assertThat(NetworkConfigList.parse(network.bytes()).name()).isEqualTo(plugin.name());
        } catch (CniException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static void check(PluginConfig plugin) {
        String json = plugin.with("type", plugin.type()).json();
        assertThat(PluginConfig.parse(json).with("type", plugin.type()).json()).isEqualTo(json);
        try {
            plugin.prevResult();
        } catch (CniException e) {
            assertThat(e.getMessage()).startsWith("could not parse prevResult: ");
        }
    }

    @FuzzTest(maxDuration = "1m")
    void readsAnyVersion(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        try {
            CniVersion version = CniVersion.parse(text);
            assertThat(CniVersion.parse(version.toString())).isEqualTo(version);
        } catch (CniException e) {
            assertThat(e.errorCode()).isEqualTo("cni-version-malformed");
        }
    }
}
