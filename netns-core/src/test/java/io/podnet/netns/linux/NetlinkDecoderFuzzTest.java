// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Feeds bytes to everything that reads what the kernel sends. Replays the recorded messages in every build; {@code
 * scripts/fuzz} looks for more.
 */
class NetlinkDecoderFuzzTest {
    static Stream<Arguments> recorded() {
        return Recorded.NAMES.stream()
                .map(name -> Arguments.of((Object) Recorded.datagram(name).array()));
    }

    @MethodSource("recorded")
    @FuzzTest(maxDuration = "1m")
    void whateverComesIsReadOrRefused(byte[] datagram) {
        Decoders.decodes(ByteBuffer.wrap(datagram));
    }
}
