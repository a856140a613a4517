// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.OptionalDouble;

/** What several measurements do with what they have measured. */
public final class Readings {
    private Readings() {}

    /**
     * Finds the value in the middle; of an even number of values the upper one.
     *
     * @param values the values, in any order
     * @return the median; empty if there are none
     */
    public static OptionalDouble median(Collection<? extends Number> values) {
        return values.stream()
                .mapToDouble(Number::doubleValue)
                .sorted()
                .skip(values.size() / 2)
                .findFirst();
    }

    /**
     * Reads an amount of memory from a file of {@code /proc} that has a line for each, proc(5).
     *
     * @param file such as {@code /proc/meminfo}
     * @param key such as {@code MemAvailable}
     * @return the amount in units of 1024 bytes
     * @throws IOException if the file cannot be read
     */
    public static long kilobytes(Path file, String key) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
