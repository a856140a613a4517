// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null                        | null",
                "[ 1 , 2 ]                   | [1,2]",
                "{ \"b\" : 1, \"a\" : {} }   | {\"b\":1,\"a\":{}}",
                "1.10                        | 1.10",
                "123456789012345678901234567890.123456789 | 123456789012345678901234567890.123456789",
                "\"<a href='x'>&\"           | \"<a href='x'>&\"",
                "\"\\u0001\\b\\f\\n\\r\\t\\/\\\\\" | \"\\u0001\\u0008\\u000c\\n\\r\\t/\\\\\"",
                "\"\\u2028 \\u2029 \\u001F\"   | \"\\u2028 \\u2029 \\u001f\"",
                "\"\\ud83d\\ude00\"          | \"\ud83d\ude00\"",
                "\"\\ud83d.\\ude00\"         | \"\ufffd.\ufffd\"",
            })
    void isSpelledAsPodmanWouldSpellIt(String json, String text) {
        JsonText value = new JsonText(json);
        assertThat(value).hasToString(text);
        assertThat(new JsonText(value.text())).isEqualTo(value);
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThatThrownBy(() -> new JsonText("{\"a\"}")).isInstanceOf(InspectException.class);
        assertThatThrownBy(() -> new JsonText("")).isInstanceOf(InspectException.class);
        assertThatThrownBy(() -> new JsonText("1e99999999999"))
                .isInstanceOf(InspectException.class)
                .hasMessageContaining("1e99999999999");
        assertThat(JsonText.NULL.isNull()).isTrue();
        assertThat(new JsonText("0").isNull()).isFalse();
    }
}
