// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.cli.output.Format;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option of all commands that print something, but for those that always print JSON. */
final class FormatOption {
    @Option(
            names = "--format",
            paramLabel = "table|json",
            converter = FormatOption.Converter.class,
            description = "Print for people or for scripts (table).")
    private Format format = Format.TABLE;

    boolean isJson() {
        return format == Format.JSON;
    }

    /** Reads the argument; picocli would show the names of the constants. */
    static final class Converter implements ITypeConverter<Format> {
        @Override
        public Format convert(String text) {
            return Arrays.stream(Format.values())
                    .filter(each -> each.toString().equals(text))
                    .findFirst()
                    .orElseThrow(
                            () -> new TypeConversionException("\"" + text + "\" is not a format: want table or json"));
        }
    }
}
