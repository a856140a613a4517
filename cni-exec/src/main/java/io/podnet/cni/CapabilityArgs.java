// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.cni.internal.json.Json;
import io.podnet.cni.internal.json.JsonException;
import io.podnet.cni.internal.json.PlainValues;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The well-known capabilities of CONVENTIONS.md, each in the form and key order in which podman hands it over. */
final class CapabilityArgs {
    static final String PORT_MAPPINGS = "portMappings";
    static final String BANDWIDTH = "bandwidth";
    static final String DNS = "dns";
    static final String IPS = "ips";
    static final String MAC = "mac";
    static final String ALIASES = "aliases";
    static final String IP_RANGES = "ipRanges";

    private CapabilityArgs() {}

    static Map<String, @Nullable Object> parse(String json) {
        try {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            Json.asObject(Json.parse(json))
                    .properties()
                    .forEach(field -> values.put(field.getKey(), PlainValues.of(field.getValue())));
            return values;
        } catch (JsonException e) {
            throw new InvalidValueException("capability arguments", json, String.valueOf(e.getMessage()), e);
        }
    }

    static @Nullable Object freeze(String name, @Nullable Object value) {
        return PlainValues.of(PlainValues.toTree("capability argument " + name, value));
    }

    /** As {@link #freeze}, with the keys of maps sorted. */
    static @Nullable Object freezeSorted(String name, @Nullable Object value) {
        String sorted = Json.sortedCompact(PlainValues.toTree("capability argument " + name, value));
        try {
            return PlainValues.of(Json.parse(sorted));
        } catch (JsonException e) {
            throw new InvalidValueException("capability argument " + name, sorted, e.getMessage(), e);
        }
    }

    static Map<String, @Nullable Object> freeze(Map<String, @Nullable Object> frozenValues) {
        return Collections.unmodifiableMap(new TreeMap<>(frozenValues));
    }

    static List<Map<String, Object>> ofPortMappings(List<PortMapping> mappings) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (PortMapping mapping : mappings) {
            if (mapping.hostPort() == 0) {
                throw new InvalidValueException("port mapping", mapping, "a port of the host must be chosen before");
            }
            for (PortMapping each : mapping.expand()) {
                Map<String, Object> map = new LinkedHashMap<>();
                map.put("hostPort", each.hostPort());
                map.put("containerPort", each.containerPort());
                map.put("protocol", each.protocol().toString());
                put(map, "hostIP", each.hostIp());
                list.add(map);
            }
        }
        return list;
    }

    static Map<String, Object> ofBandwidth(Bandwidth limits) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("ingressRate", limits.ingressRate());
        map.put("ingressBurst", limits.ingressBurst());
        map.put("egressRate", limits.egressRate());
        map.put("egressBurst", limits.egressBurst());
        map.values().removeIf(value -> value.equals(0L));
        return map;
    }

    static Map<String, Object> ofDns(CniDns dns) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("servers", dns.nameservers());
        map.put("searches", dns.search());
        map.put("options", dns.options());
        map.values().removeIf(value -> value.equals(List.of()));
        return map;
    }

    static List<String> ofIps(List<InetAddress> addresses) {
        return addresses.stream().map(IpAddresses::format).toList();
    }

    static List<List<Map<String, Object>>> ofIpRanges(List<List<IpRange>> rangeSets) {
        return rangeSets.stream()
                .map(set -> set.stream().map(CapabilityArgs::ofIpRange).toList())
                .toList();
    }

    private static Map<String, Object> ofIpRange(IpRange range) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("subnet", range.subnet().toString());
        put(map, "rangeStart", range.rangeStart());
        put(map, "rangeEnd", range.rangeEnd());
        put(map, "gateway", range.gateway());
        return map;
    }

    private static void put(Map<String, Object> map, String key, Optional<InetAddress> address) {
        address.ifPresent(value -> map.put(key, IpAddresses.format(value)));
    }
}
