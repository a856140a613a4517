// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.PodInfo;
import io.podnet.api.PodState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code ps --filter} asks for. */
record PodFilter(Key key, String value) {
    /** What can be asked for. */
    enum Key {
        ID,
        NAME,
        NETWORK,
        STATUS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Tells whether a pod has one of the values of each key. */
    static boolean matches(List<PodFilter> filters, PodInfo pod) {
        Map<Key, List<PodFilter>> byKey = filters.stream().collect(Collectors.groupingBy(PodFilter::key));
        return byKey.values().stream().allMatch(each -> each.stream().anyMatch(filter -> filter.matches(pod)));
    }

    boolean isByState() {
        return key == Key.STATUS;
    }

    private boolean matches(PodInfo pod) {
        return switch (key) {
            case ID -> pod.id().value().startsWith(value);
            case NAME -> pod.name().contains(value);
            case NETWORK -> pod.networks().stream().anyMatch(each -> each.name().equals(value));
            case STATUS -> pod.state().toString().equals(value);
        };
    }

    /** Reads the argument of {@code --filter}. */
    static final class Converter implements ITypeConverter<PodFilter> {
        @Override
        public PodFilter convert(String text) {
            String[] parts = text.split("=", 2);
            Key key = Arrays.stream(Key.values())
                    .filter(each -> each.toString().equals(parts[0]))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + parts[0] + "\" is an invalid filter: want id, name, network or status"));
            if (parts.length < 2 || parts[1].isEmpty()) {
                throw new TypeConversionException("filter \"" + text + "\" has no value: want " + key + "=VALUE");
            }
            if (key == Key.STATUS
                    && Arrays.stream(PodState.values())
                            .noneMatch(each -> each.toString().equals(parts[1]))) {
                throw new TypeConversionException(
                        "\"" + parts[1] + "\" is not a valid status: want created, running or stopped");
            }
            return new PodFilter(key, parts[1]);
        }
    }
}
