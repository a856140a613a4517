// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoTextTest {
    // What fmt.Sprintf("%q") of Go prints.
    @Test
    void quotesAsGoDoes() {
        assertThat(GoText.quote("")).isEqualTo("\"\"");
        assertThat(GoText.quote("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
        assertThat(GoText.quote("\n\t\r\u0007\b\f\u000b")).isEqualTo("\"\\n\\t\\r\\a\\b\\f\\v\"");
        assertThat(GoText.quote("\u0000\u001b\u007f")).isEqualTo("\"\\x00\\x1b\\x7f\"");
        assertThat(GoText.quote("\u0085")).isEqualTo("\"\\u0085\"");
        assertThat(GoText.quote("grün 世界")).isEqualTo("\"grün 世界\"");
    }
}
