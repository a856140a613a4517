// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
    private final StringWriter out = new StringWriter();

    @Test
    void keepsTheOrderOfKeysAndLaysOutAsPodman() {
        JsonOutput.print(
                new PrintWriter(out),
                List.of(JsonOutput.object("b", "\"", "a", 1, "list", List.of("x"), "none", List.of())));
        assertThat(out.toString()).isEqualTo("""
                [
                     {
                          "b": "\\"",
                          "a": 1,
                          "list": [
                               "x"
                          ],
                          "none": []
                     }
                ]
                """);
    }

    @Test
    void streamsHaveALineForEach() {
        JsonOutput.printLine(new PrintWriter(out), JsonOutput.object("a", true));
        assertThat(out.toString()).isEqualTo("{\"a\":true}\n");
    }
}
