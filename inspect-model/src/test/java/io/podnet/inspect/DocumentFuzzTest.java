// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Replays the inputs in DocumentFuzzTestInputs; {@code scripts/fuzz} looks for new ones. */
class DocumentFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void readsOrRefuses(byte[] input) {
        List<InspectDocument> documents;
        try {
            documents = InspectDocument.parseAll(new String(input, StandardCharsets.UTF_8));
        } catch (InspectException e) {
            assertThat(e.errorCode()).isEqualTo(InspectException.DOCUMENT_INVALID);
            return;
        }
        String json = InspectDocument.toJson(documents);
        List<InspectDocument> again = InspectDocument.parseAll(json);
        assertThat(again).isEqualTo(documents);
        assertThat(InspectDocument.toJson(again)).isEqualTo(json);
    }
}
