// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.PodId;
import io.podnet.api.PodnetEvent;
import io.podnet.api.PodnetEvent.NetworkConnected;
import io.podnet.api.PodnetEvent.NetworkCreated;
import io.podnet.api.PodnetEvent.NetworkDisconnected;
import io.podnet.api.PodnetEvent.NetworkRemoved;
import io.podnet.api.PodnetEvent.PluginCalled;
import io.podnet.api.PodnetEvent.PodCreated;
import io.podnet.api.PodnetEvent.PodRemoved;
import io.podnet.api.PodnetEvent.PodStarted;
import io.podnet.api.PodnetEvent.PodStopped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code events --filter} asks for. */
record EventFilter(String key, String value) {
    private static final Set<String> KEYS = new TreeSet<>(Set.of("type", "event", "pod", "network", "plugin"));

    /** Tells whether an event has one of the values of each key. */
    static boolean matches(List<EventFilter> filters, PodnetEvent event) {
        Map<String, List<EventFilter>> byKey = filters.stream().collect(Collectors.groupingBy(EventFilter::key));
        return byKey.values().stream().allMatch(each -> each.stream().anyMatch(filter -> filter.matches(event)));
    }

    private boolean matches(PodnetEvent event) {
        return switch (key) {
            case "type" -> event.type().equals(value);
            case "event" -> event.action().equals(value);
            case "network" -> isOfNetwork(event);
            case "plugin" -> event instanceof PluginCalled it && it.plugin().equals(value);
            default -> isOfPod(event);
        };
    }

    private boolean isOfNetwork(PodnetEvent event) {
        return (event instanceof NetworkCreated created && created.network().equals(value))
                || (event instanceof NetworkRemoved removed && removed.network().equals(value))
                || (event instanceof NetworkConnected connected
                        && connected.network().equals(value))
                || (event instanceof NetworkDisconnected gone && gone.network().equals(value))
                || (event instanceof PluginCalled call && call.network().equals(value));
    }

    private boolean isOfPod(PodnetEvent event) {
        return (event instanceof PodCreated created && isPod(created.pod(), created.name()))
                || (event instanceof PodStarted started && isPod(started.pod(), started.name()))
                || (event instanceof PodStopped stopped && isPod(stopped.pod(), stopped.name()))
                || (event instanceof PodRemoved removed && isPod(removed.pod(), removed.name()))
                || (event instanceof NetworkConnected connected && isPod(connected.pod(), connected.name()))
                || (event instanceof NetworkDisconnected gone && isPod(gone.pod(), gone.name()))
                || (event instanceof PluginCalled call
                        && call.attachment()
                                .filter(id -> id.containerId().startsWith(value))
                                .isPresent());
    }

    private boolean isPod(PodId id, String name) {
        return name.equals(value) || id.value().startsWith(value);
    }

    /** Reads the argument of {@code --filter}. */
    static final class Converter implements ITypeConverter<EventFilter> {
        @Override
        public EventFilter convert(String text) {
            String[] parts = text.split("=", 2);
            if (!KEYS.contains(parts[0])) {
                throw new TypeConversionException(
                        "invalid filter \"" + parts[0] + "\": want one of " + String.join(", ", KEYS));
            }
            if (parts.length < 2 || parts[1].isEmpty()) {
                throw new TypeConversionException("filter \"" + text + "\" has no value: want " + parts[0] + "=VALUE");
            }
            return new EventFilter(parts[0], parts[1]);
        }
    }
}
