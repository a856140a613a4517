// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.podnet.api.PodException;
import io.podnet.api.PodId;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Feeds anything to what reads records. The inputs in the resources are replayed by every build; {@code scripts/fuzz} looks
 * for more.
 */
class RecordFuzzTest {
    private static final PodId ID = new PodId("0123456789abcdef".repeat(4));

    static Stream<Arguments> written() {
        return Stream.concat(Stream.of(RecordCodecTest.complete()), RecordCodecTest.modes())
                .map(pod -> Arguments.of((Object) RecordCodec.write(pod).getBytes(UTF_8)));
    }

    @MethodSource("written")
    @FuzzTest(maxDuration = "1m")
    void readsAnyRecord(byte[] bytes) throws Exception {
        PodRecord pod;
        try {
            pod = RecordCodec.read(ID, new String(bytes, UTF_8));
        } catch (RecordException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotEndWith("null");
            return;
        } catch (PodException e) {
            assertThat(e.errorCode()).isEqualTo(RecordCodec.NEWER);
            return;
        }
        assertThat(pod.id()).isEqualTo(ID);
        assertThat(RecordCodec.read(ID, RecordCodec.write(pod))).isEqualTo(pod);
    }
}
