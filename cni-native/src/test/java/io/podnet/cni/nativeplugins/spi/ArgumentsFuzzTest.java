// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;

/**
 * Feeds anything to what reads configurations and CNI_ARGS for plugins. The inputs in the resources are replayed by every
 * build; {@code scripts/fuzz} looks for more.
 */
class ArgumentsFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void readsAnyConfiguration(byte[] bytes) {
        ConfigObject config;
        try {
            config = ConfigObject.parse(new String(bytes, UTF_8));
        } catch (CniException e) {
            assertThat(e.code()).isEqualTo(CniErrorCode.DECODING_FAILURE.number());
            return;
        }
        assertThat(ConfigObject.parse(config.toJson()).toJson()).isEqualTo(config.toJson());
        config.within("ipam");
        attempt(() -> config.string("type"));
        attempt(() -> config.strings("ips"));
        attempt(() -> config.address("gateway"));
        attempt(() -> config.prefix("subnet"));
    }

    private static void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (CniException e) {
            assertThat(e.code()).isEqualTo(CniErrorCode.DECODING_FAILURE.number());
        }
    }

    @FuzzTest(maxDuration = "1m")
    void readsAnyArguments(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        try {
            CniArgs args = CniArgs.parse(text);
            args.only("IP", "MAC").forEach((key, value) -> assertThat(text).contains(key + "=" + value));
        } catch (CniException e) {
            assertThat(e.code()).isEqualTo(CniErrorCode.INVALID_ENVIRONMENT_VARIABLES.number());
        }
    }
}
