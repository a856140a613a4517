// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
    private final StringWriter out = new StringWriter();

    private String print(Table table) {
        table.print(new PrintWriter(out));
        return out.toString();
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(print(Table.of("ID", "NAMES", "X").row("1234", "a", "").row(5, "web", 7)))
                .isEqualTo("""
                        ID    NAMES  X
                        1234  a
                        5     web    7
                        """);
    }

    @Test
    void withoutHeadingOnlyRowsCount() {
        assertThat(print(Table.of("A LONG HEADING", "B").row("a", "b").withoutHeading(true)))
                .isEqualTo("a  b\n");
    }

    @Test
    void cellsCannotMoveTheCursor() {
        assertThat(print(Table.of("A").row("x\u001b[2J\ny").withoutHeading(true)))
                .isEqualTo("x?[2J?y\n");
    }

    @Test
    void aRowHasAllColumns() {
        Table table = Table.of("A", "B");
        assertThatThrownBy(() -> table.row("a")).hasMessage("1 cells for 2 columns");
    }
}
