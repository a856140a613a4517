// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Makes documents at random: the same of the same seed. */
final class RandomDocuments {
    private static final List<String> TEXTS = List.of(
            "",
            "10.88.0.4",
            "fd00::2",
            "<nil>",
            "net1",
            "eth0",
            "/run/netns/x y",
            "\"",
            "\\",
            "\u0000",
            "\u001f",
            "\n\t",
            "é",
            "\u2028",
            "\ud83d\ude00",
            "a&b<c>",
            "null",
            "{}");

    private final Random random;

    RandomDocuments(long seed) {
        this.random = new Random(seed);
    }

    NetworkSettings settings() {
        return new NetworkSettings(
                addressing(),
                text(),
                text(),
                random.nextBoolean(),
                text(),
                random.nextInt(),
                map(() -> random.nextInt(1, 65536) + "/tcp", () -> list(this::binding)),
                text(),
                map(this::text, this::endpoint),
                unknown());
    }

    private Addressing addressing() {
        return new Addressing(
                text(),
                text(),
                text(),
                random.nextInt(33),
                list(this::address),
                text(),
                text(),
                random.nextInt(129),
                list(this::address),
                text(),
                list(this::text));
    }

    private EndpointSettings endpoint() {
        return new EndpointSettings(addressing(), text(), json(3), json(3), json(3), list(this::text), unknown());
    }

    private Address address() {
        return switch (random.nextInt(3)) {
            case 0 -> new Address("10.0.0." + random.nextInt(256), random.nextInt(33), Address.Notation.TEXT, Map.of());
            case 1 -> new Address(text(), random.nextInt(), Address.Notation.DOCKER, unknown());
            default -> new Address(text(), random.nextInt(), Address.Notation.PODMAN, unknown());
        };
    }

    private PortBinding binding() {
        return new PortBinding(text(), text(), unknown());
    }

    private Map<String, JsonText> unknown() {
        return random.nextInt(3) > 0 ? Map.of() : map(() -> "X" + text(), () -> json(3));
    }

    private String text() {
        String one = TEXTS.get(random.nextInt(TEXTS.size()));
        return random.nextInt(4) == 0 ? one + TEXTS.get(random.nextInt(TEXTS.size())) : one;
    }

    private JsonText json(int depth) {
        return new JsonText(jsonText(depth));
    }

    private String jsonText(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> "null";
            case 1 -> Boolean.toString(random.nextBoolean());
            case 2 -> Long.toString(random.nextLong());
            case 3 -> random.nextInt() + "." + random.nextInt(1000) + "e" + random.nextInt(-400, 400);
            case 4 -> "\"\\u" + String.format("%04x", random.nextInt(0xd800)) + "\"";
            case 5 -> "[" + String.join(",", list(() -> jsonText(depth - 1))) + "]";
            default ->
                "{" + String.join(",", list(() -> "\"" + random.nextInt(99) + "\":" + jsonText(depth - 1))) + "}";
        };
    }

    private <T> List<T> list(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        for (int i = random.nextInt(4) - 1; i > 0; i--) {
            items.add(item.get());
        }
        return items;
    }

    private <T> Map<String, T> map(Supplier<String> key, Supplier<T> value) {
        Map<String, T> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4) - 1; i > 0; i--) {
            map.put(key.get(), value.get());
        }
        return map;
    }
}
