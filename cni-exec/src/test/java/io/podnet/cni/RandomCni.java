// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;

/** Makes results and configurations at random, but the same ones from the same seed. */
final class RandomCni {
    private final Random random;

    RandomCni(long seed) {
        this.random = new Random(seed);
    }

    /** A seed to be printed, so that a failure can be repeated with {@code -Dpodnet.test.seed=...}. */
    static long seed(Class<?> test) {
        long seed = Long.getLong("podnet.test.seed", System.nanoTime());
        System.out.println(test.getSimpleName() + ": -Dpodnet.test.seed=" + seed);
        return seed;
    }

    CniVersion version() {
        return oneOf(CniVersion.SUPPORTED);
    }

    CniResult result(CniVersion version) {
        if (CniVersion.V0_3_0.compareTo(version) > 0) {
            return new Result020(version, maybe(() -> ip020(true)), maybe(() -> ip020(false)), dns());
        }
        boolean newest = version.isAtLeast(CniVersion.V1_0_0);
        List<CniInterface> interfaces = list(4, () -> networkInterface(newest));
        List<CniIp> ips = list(4, this::ip);
        List<CniRoute> routes = list(4, () -> route(random.nextBoolean()));
        return newest
                ? new Result100(version, interfaces, ips, routes, dns())
                : new Result040(version, interfaces, ips, routes, dns());
    }

    private Result020.Ip ip020(boolean ipv4) {
        // Routes of the other family would come back from a later form with the other address.
        return new Result020.Ip(prefix(ipv4), maybe(() -> address(ipv4)), list(3, () -> simpleRoute(ipv4)));
    }

    private CniInterface networkInterface(boolean newest) {
        return new CniInterface(
                oneOf(List.of("eth0", "veth12345678", "", "lo")),
                oneOf(List.of("", "00:11:22:33:44:55")),
                newest ? oneOf(List.of(0, 1500, 65535)) : 0,
                oneOf(List.of("", "/run/netns/x", "/proc/1/ns/net")),
                newest ? oneOf(List.of("", "/run/<vhost>&")) : "",
                newest ? oneOf(List.of("", "0000:00:1f.6")) : "");
    }

    private CniIp ip() {
        boolean ipv4 = random.nextBoolean();
        OptionalInt index = random.nextBoolean() ? OptionalInt.of(random.nextInt(3)) : OptionalInt.empty();
        return new CniIp(ipv4 ? "4" : "6", index, prefix(ipv4), maybe(() -> address(random.nextBoolean())));
    }

    private CniRoute simpleRoute(boolean ipv4) {
        return CniRoute.of(prefix(ipv4), maybe(() -> address(ipv4)));
    }

    private CniRoute route(boolean ipv4) {
        CniRoute simple = simpleRoute(ipv4);
        return random.nextBoolean()
                ? simple
                : new CniRoute(
                        simple.dst(),
                        simple.gw(),
                        random.nextInt(3) * 700,
                        random.nextInt(3) * 650,
                        random.nextInt(3),
                        random.nextBoolean() ? OptionalInt.of(random.nextInt(3)) : OptionalInt.empty(),
                        random.nextBoolean() ? OptionalInt.of(random.nextInt(3)) : OptionalInt.empty());
    }

    private CniDns dns() {
        if (random.nextBoolean()) {
            return CniDns.EMPTY;
        }
        return new CniDns(
                list(3, () -> IpAddresses.format(address(random.nextBoolean()))),
                oneOf(List.of("", "example.org")),
                list(3, this::text),
                list(3, this::text));
    }

    private IpPrefix prefix(boolean ipv4) {
        return new IpPrefix(address(ipv4), random.nextInt(ipv4 ? 33 : 129));
    }

    private InetAddress address(boolean ipv4) {
        byte[] bytes = new byte[ipv4 ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextBoolean() ? 0 : random.nextInt(256));
        }
        return IpAddresses.of(bytes);
    }

    /** A network with fields that nobody knows, as plain values. */
    Map<String, Object> network() {
        Map<String, Object> network = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            network.put("x-" + text(), value(0));
        }
        network.put("name", "net-" + random.nextInt(100));
        if (random.nextBoolean()) {
            network.put("cniVersion", version().toString());
        }
        if (random.nextInt(3) == 0) {
            network.put("cniVersions", list(3, () -> version().toString()));
        }
        if (random.nextBoolean()) {
            network.put("disableCheck", oneOf(List.of(true, false, "true", "FALSE")));
        }
        List<Object> plugins = new ArrayList<>(List.of(plugin()));
        plugins.addAll(list(4, this::plugin));
        network.put("plugins", plugins);
        return network;
    }

    Map<String, Object> plugin() {
        Map<String, Object> plugin = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            plugin.put("y-" + text(), value(0));
        }
        plugin.put("type", oneOf(List.of("bridge", "portmap", "tuning")));
        if (random.nextBoolean()) {
            plugin.put("capabilities", Map.of("portMappings", random.nextBoolean(), "mac", random.nextBoolean()));
        }
        if (random.nextInt(4) == 0) {
            plugin.put("prevResult", Map.of("left", "over"));
        }
        return plugin;
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth < 3 ? 8 : 6)) {
            case 0 -> text();
            case 1 -> random.nextInt();
            case 2 -> random.nextLong();
            case 3 -> new java.math.BigInteger(1 + random.nextInt(200), random);
            case 4 ->
                new java.math.BigDecimal(
                        new java.math.BigInteger(1 + random.nextInt(80), random), random.nextInt(40) - 10);
            case 5 -> random.nextBoolean();
            case 6 -> list(4, () -> value(depth + 1));
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(), random.nextInt(5) == 0 ? null : value(depth + 1));
                }
                yield map;
            }
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int codePoint = oneOf(List.of((int) 'a', (int) 'Z', (int) '<', (int) '"', 0x2028, 0, 0x1f600, 0xe9, 0xfffd))
                    + random.nextInt(2);
            text.appendCodePoint(codePoint);
        }
        return text.toString();
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private <T> Optional<T> maybe(Supplier<T> supplier) {
        return random.nextBoolean() ? Optional.of(supplier.get()) : Optional.empty();
    }

    private <T> List<T> list(int limit, Supplier<T> supplier) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(limit); i > 0; i--) {
            list.add(supplier.get());
        }
        return list;
    }
}
