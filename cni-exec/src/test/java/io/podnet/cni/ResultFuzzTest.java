// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.podnet.cni.internal.config.VersionReply;

/**
 * Feeds anything to the decoders of what plugins print. The inputs in the resources are replayed by every build; {@code
 * scripts/fuzz} looks for more.
 */
class ResultFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void readsAnyResult(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        CniResult result;
        try {
            result = CniResult.parse(text, "1.1.0");
        } catch (CniException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return;
        }
        assertThat(CniResult.parse(result.toJson())).isEqualTo(result);
        for (CniVersion version : CniVersion.SUPPORTED) {
            try {
                CniResult converted = result.as(version);
                assertThat(CniResult.parse(converted.toJson())).isEqualTo(converted);
            } catch (CniException e) {
                assertThat(e).hasMessage("cannot convert: no valid IP addresses");
            }
        }
    }

    @FuzzTest(maxDuration = "1m")
    void readsAnyAnswerToVersion(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        try {
            assertThat(VersionReply.parse(text).supportedVersions()).isNotEmpty();
        } catch (CniException e) {
            assertThat(e.getMessage()).startsWith("decoding version info: ");
        }
    }
}
