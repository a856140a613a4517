// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.NetworkInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code network ls --filter} asks for. */
record NetworkFilter(Key key, String value) {
    /** What can be asked for. */
    enum Key {
        NAME,
        ID,
        DRIVER,
        LABEL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Tells whether a network has one of the values of each key. */
    static boolean matches(List<NetworkFilter> filters, NetworkInfo network) {
        Map<Key, List<NetworkFilter>> byKey = filters.stream().collect(Collectors.groupingBy(NetworkFilter::key));
        return byKey.values().stream().allMatch(each -> each.stream().anyMatch(filter -> filter.matches(network)));
    }

    private boolean matches(NetworkInfo network) {
        return switch (key) {
            case NAME -> network.name().contains(value);
            case ID -> network.id().startsWith(value);
            case DRIVER -> network.driver().equals(value);
            case LABEL -> hasLabel(network.labels());
        };
    }

    private boolean hasLabel(Map<String, String> labels) {
        String[] parts = value.split("=", 2);
        String found = labels.get(parts[0]);
        return found != null && (parts.length < 2 || found.equals(parts[1]));
    }

    /** Reads the argument of {@code --filter}. */
    static final class Converter implements ITypeConverter<NetworkFilter> {
        @Override
        public NetworkFilter convert(String text) {
            String[] parts = text.split("=", 2);
            Key key = Arrays.stream(Key.values())
                    .filter(each -> each.toString().equals(parts[0]))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "invalid filter \"" + parts[0] + "\": want name, id, driver or label"));
            if (parts.length < 2 || parts[1].isEmpty()) {
                throw new TypeConversionException("filter \"" + text + "\" has no value: want " + key + "=VALUE");
            }
            return new NetworkFilter(key, parts[1]);
        }
    }
}
