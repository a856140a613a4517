// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.cni.Attachment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes configurations that the plugins of both backends should do the same with. */
final class Configurations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIXED_IPV6 = "fd07:1::9/64";

    private final Random random;
    private final Map<String, Object> capabilities = new LinkedHashMap<>();
    private final List<Attachment.Arg> args = new ArrayList<>();

    Configurations(Random random) {
        this.random = random;
    }

    /** A network and how something is attached to it. */
    record Sample(String network, Map<String, Object> capabilities, List<Attachment.Arg> args) {
        Attachment attachment(String container, Path netns, String ifName) {
            Attachment.Builder builder =
                    Attachment.builder(container, netns).ifName(ifName).capabilityArgs(capabilities);
            if (!args.isEmpty()) {
                builder.args(args);
            }
            return builder.build();
        }

        /**
         * Whether a second interface would find that its address is used: by the IPv6 addresses of a macvlan, since a
         * bridge turns duplicate address detection off. The plugins of the two backends differ then: DuplicateAddressTest.
         */
        boolean isForOne() {
            return network.contains("\"macvlan\"") && network.contains(FIXED_IPV6);
        }
    }

    private boolean maybe(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    Sample next() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> ptp();
            case 2 -> macvlan();
            case 3 -> loopback();
            default -> bridge();
        };
    }

    private Sample sample(ObjectNode plugin, String version) {
        ObjectNode network = JSON.createObjectNode();
        network.put("cniVersion", version).put("name", "net");
        network.putArray("plugins").add(plugin);
        Sample sample = new Sample(network.toString(), Map.copyOf(capabilities), List.copyOf(args));
        capabilities.clear();
        args.clear();
        return sample;
    }

    private String version() {
        return one(List.of("0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.0.0", "1.0.0"));
    }

    Sample bridge() {
        ObjectNode plugin = JSON.createObjectNode().put("type", "bridge").put("bridge", "cni7");
        String version = version();
        flag(plugin, "isGateway", 60);
        flag(plugin, "isDefaultGateway", 40);
        flag(plugin, "forceAddress", 20);
        if (maybe(40)) {
            flag(plugin, "hairpinMode", 60);
        } else {
            flag(plugin, "promiscMode", 40);
        }
        if (maybe(40)) {
            plugin.put("mtu", one(List.of(1280, 1400, 1500, 9000)));
        }
        if (maybe(30)) {
            mac(plugin);
        }
        if (maybe(85)) {
            ipam(plugin, version, plugin.path("isDefaultGateway").asBoolean());
        }
        dns(plugin);
        return sample(plugin, version);
    }

    private Sample ptp() {
        ObjectNode plugin = JSON.createObjectNode().put("type", "ptp");
        String version = version();
        if (maybe(40)) {
            plugin.put("mtu", one(List.of(1280, 1400)));
        }
        hostLocal(plugin, version, false);
        dns(plugin);
        return sample(plugin, version);
    }

    private Sample macvlan() {
        ObjectNode plugin = JSON.createObjectNode().put("type", "macvlan");
        String version = version();
        if (maybe(70)) {
            plugin.put("master", "eth0");
        }
        plugin.put("mode", one(List.of("", "bridge", "private", "vepa")));
        if (maybe(40)) {
            plugin.put("mtu", 1400);
        }
        if (maybe(80)) {
            ipam(plugin, version, false);
        }
        return sample(plugin, version);
    }

    private Sample loopback() {
        // loopback 1.1.1 leaves addresses out of results of 0.2, and their version in those of 0.3 and 0.4.
        return sample(JSON.createObjectNode().put("type", "loopback"), "1.0.0");
    }

    private void flag(ObjectNode plugin, String key, int percent) {
        if (maybe(percent)) {
            plugin.put(key, maybe(85));
        }
    }

    private void mac(ObjectNode plugin) {
        String mac = "02:00:5e:00:53:%02x".formatted(random.nextInt(256));
        switch (random.nextInt(3)) {
            case 0 -> {
                plugin.putObject("capabilities").put("mac", true);
                capabilities.put("mac", mac);
            }
            case 1 -> plugin.putObject("args").putObject("cni").put("mac", mac);
            default -> {
                args.add(new Attachment.Arg("IgnoreUnknown", "1"));
                args.add(new Attachment.Arg("MAC", mac));
            }
        }
    }

    private void dns(ObjectNode plugin) {
        if (maybe(25)) {
            ObjectNode dns = plugin.putObject("dns");
            dns.putArray("nameservers").add("192.0.2.53");
            dns.put("domain", "example.org")
                    .putArray("search")
                    .add("a.example.org")
                    .add("b.example.org");
        }
    }

    private void ipam(ObjectNode plugin, String version, boolean defaultGateway) {
        if (maybe(80)) {
            hostLocal(plugin, version, defaultGateway);
        } else {
            fixed(plugin, defaultGateway);
        }
    }

    private void fixed(ObjectNode plugin, boolean defaultGateway) {
        ObjectNode ipam = plugin.putObject("ipam").put("type", "static");
        ArrayNode addresses = ipam.putArray("addresses");
        ObjectNode ipv4 = addresses.addObject().put("address", "10.7.1.9/24");
        if (defaultGateway || maybe(60)) {
            ipv4.put("gateway", "10.7.1.1");
        }
        if (maybe(50)) {
            addresses.addObject().put("address", FIXED_IPV6).put("gateway", "fd07:1::1");
        }
    }

    private void hostLocal(ObjectNode plugin, String version, boolean defaultGateway) {
        ObjectNode ipam = plugin.putObject("ipam").put("type", "host-local");
        boolean second = maybe(50);
        if (maybe(30)) {
            ipam.put("subnet", "10.7.0.0/24");
            if (second) {
                ipam.putArray("ranges").addArray().addObject().put("subnet", "fd07::/64");
            }
        } else {
            ArrayNode ranges = ipam.putArray("ranges");
            ranges.add(ipv4Ranges());
            if (second) {
                ranges.addArray().addObject().put("subnet", "fd07::/64").put("rangeStart", "fd07::10");
            }
        }
        routes(ipam, second, defaultGateway);
        if (maybe(20)) {
            plugin.withObject("/args").withObject("/cni").putArray("ips").add("10.7.0.77");
        }
        // bridge 1.1.1 loses the name servers of host-local, all plugins do so in results of older forms.
        boolean kept = version.equals("1.0.0") && !plugin.path("type").asText().equals("bridge");
        if (maybe(20) && kept) {
            ipam.put("resolvConf", "/tmp/resolv.conf");
        }
    }

    private ArrayNode ipv4Ranges() {
        ArrayNode set = JSON.createArrayNode();
        ObjectNode range = set.addObject().put("subnet", "10.7.0.0/24");
        if (maybe(40)) {
            range.put("rangeStart", "10.7.0." + (2 + random.nextInt(60)));
            range.put("rangeEnd", "10.7.0." + (80 + random.nextInt(100)));
        }
        if (maybe(30)) {
            range.put("gateway", "10.7.0.254");
        }
        if (maybe(20)) {
            set.addObject().put("subnet", "10.8.0.0/16");
        }
        return set;
    }

    private void routes(ObjectNode ipam, boolean ipv6Too, boolean defaultGateway) {
        ArrayNode routes = JSON.createArrayNode();
        if (!defaultGateway && maybe(50)) {
            routes.addObject().put("dst", "0.0.0.0/0");
            if (ipv6Too) {
                routes.addObject().put("dst", "::/0");
            }
        }
        if (maybe(40)) {
            routes.addObject().put("dst", "192.0.2.0/24");
            routes.addObject().put("dst", "192.0.3.0/24").put("gw", "10.7.0.200");
        }
        if (ipv6Too && maybe(30)) {
            routes.addObject().put("dst", "2001:db8:7::/48").put("gw", "fd07::200");
        }
        if (!routes.isEmpty()) {
            ipam.set("routes", routes);
        }
    }
}
