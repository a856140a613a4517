// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table with aligned columns, as podman prints it: headings in capitals, two blanks between columns, none at the end. */
public final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;
    private boolean headed = true;

    private Table(List<String> headings) {
        columns = headings.size();
        rows.add(headings);
    }

    /**
     * Starts a table.
     *
     * @param headings one for each column
     * @return a table without rows
     */
    public static Table of(String... headings) {
        return new Table(List.of(headings));
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column; their text is shown
     * @return this table
     */
    public Table row(Object... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
        }
        List<String> row = new ArrayList<>();
        for (Object each : cells) {
            row.add(oneLine(each.toString()));
        }
        rows.add(row);
        return this;
    }

    /**
     * Leaves out the headings.
     *
     * @param without true to leave them out
     * @return this table
     */
    public Table withoutHeading(boolean without) {
        headed = !without;
        return this;
    }

    /**
     * Prints the table.
     *
     * @param out where to
     */
    public void print(PrintWriter out) {
        List<List<String>> shown = headed ? rows : rows.subList(1, rows.size());
        int[] widths = new int[columns];
        for (List<String> row : shown) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        for (List<String> row : shown) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - width(row.get(i))));
                line.append(i + 1 < columns ? GAP : "");
            }
            out.println(line.toString().stripTrailing());
        }
        out.flush();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    // A name from a file must not be able to move the cursor or to fake a row.
    private static String oneLine(String cell) {
        return cell.replaceAll("\\p{Cntrl}", "?");
    }
}
