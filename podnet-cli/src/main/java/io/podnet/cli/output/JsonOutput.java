// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints what scripts read, laid out as podman lays out its own. */
public final class JsonOutput {
    private static final String INDENT = "     ";

    private JsonOutput() {}

    /**
     * Makes an object whose keys keep their order.
     *
     * @param keysAndValues a key, its value, the next key...; values are texts, numbers, truth values, lists and maps of
     *     these
     * @return the object
     */
    public static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }

    /**
     * Prints a value over several lines.
     *
     * @param out where to
     * @param value a map, or a list
     */
    public static void print(PrintWriter out, Object value) {
        DefaultIndenter indenter = new DefaultIndenter(INDENT, "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withArrayEmptySeparator("")
                        .withObjectEmptySeparator(""))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        printLine(out, JsonMapper.builder().build().writer(printer), value);
    }

    /**
     * Prints a value in one line, for streams of them.
     *
     * @param out where to
     * @param value a map, or a list
     */
    public static void printLine(PrintWriter out, Object value) {
        printLine(out, JsonMapper.builder().build().writer(), value);
    }

    private static void printLine(PrintWriter out, ObjectWriter writer, Object value) {
        try {
            out.println(writer.without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValueAsString(value));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "cannot be JSON: " + List.of(value).get(0).getClass(), e);
        }
    }
}
