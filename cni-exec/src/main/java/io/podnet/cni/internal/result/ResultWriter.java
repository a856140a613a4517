// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.result;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.base.IpAddresses;
import io.podnet.cni.CniDns;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniRoute;
import io.podnet.cni.Result020;
import io.podnet.cni.Result040;
import io.podnet.cni.Result100;
import io.podnet.cni.internal.json.Json;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Prints results as Go's types do: what is empty is left out, except an empty {@code dns} before 1.0.0.
 */
public final class ResultWriter {
    private ResultWriter() {}

    /** Prints with four blanks per level. */
    public static String pretty(CniResult result) {
        ObjectNode tree = tree(result);
        // From 1.0.0 on, Go's result goes through a map when it is printed, which sorts the keys on every level.
        return result instanceof Result100 ? Json.sortedPretty(tree) : Json.pretty(tree);
    }

    /** Makes a tree, its keys in the order of the fields of Go's structs. */
    public static ObjectNode tree(CniResult result) {
        ObjectNode tree = Json.object();
        tree.put("cniVersion", result.cniVersion().toString());
        if (result instanceof Result020 old) {
            old.ip4().ifPresent(ip -> tree.set("ip4", ip020(ip)));
            old.ip6().ifPresent(ip -> tree.set("ip6", ip020(ip)));
        } else {
            list(tree, "interfaces", result.interfaces(), ResultWriter::networkInterface);
            list(tree, "ips", result.ips(), result instanceof Result040 ? ResultWriter::ip040 : ResultWriter::ip100);
            list(tree, "routes", result.routes(), ResultWriter::route);
        }
        if (!(result instanceof Result100) || !result.dns().isEmpty()) {
            tree.set("dns", dns(result.dns()));
        }
        return tree;
    }

    private static ObjectNode ip020(Result020.Ip ip) {
        ObjectNode tree = Json.object();
        tree.put("ip", ip.ip().toString());
        put(tree, "gateway", ip.gateway());
        list(tree, "routes", ip.routes(), ResultWriter::route);
        return tree;
    }

    private static ObjectNode networkInterface(CniInterface from) {
        ObjectNode tree = Json.object();
        tree.put("name", from.name());
        put(tree, "mac", from.mac());
        put(tree, "mtu", from.mtu());
        put(tree, "sandbox", from.sandbox());
        put(tree, "socketPath", from.socketPath());
        put(tree, "pciID", from.pciId());
        return tree;
    }

    private static ObjectNode ip040(CniIp ip) {
        ObjectNode tree = Json.object();
        tree.put("version", ip.version());
        tree.setAll(ip100(ip));
        return tree;
    }

    private static ObjectNode ip100(CniIp ip) {
        ObjectNode tree = Json.object();
        put(tree, "interface", ip.interfaceIndex());
        tree.put("address", ip.address().toString());
        put(tree, "gateway", ip.gateway());
        return tree;
    }

    private static ObjectNode route(CniRoute route) {
        ObjectNode tree = Json.object();
        tree.put("dst", route.dst().toString());
        put(tree, "gw", route.gw());
        put(tree, "mtu", route.mtu());
        put(tree, "advmss", route.advmss());
        put(tree, "priority", route.priority());
        put(tree, "table", route.table());
        put(tree, "scope", route.scope());
        return tree;
    }

    private static ObjectNode dns(CniDns dns) {
        ObjectNode tree = Json.object();
        strings(tree, "nameservers", dns.nameservers());
        put(tree, "domain", dns.domain());
        strings(tree, "search", dns.search());
        strings(tree, "options", dns.options());
        return tree;
    }

    private static <T> void list(ObjectNode tree, String key, List<T> items, Function<T, ObjectNode> print) {
        if (!items.isEmpty()) {
            ArrayNode array = tree.putArray(key);
            items.forEach(item -> array.add(print.apply(item)));
        }
    }

    private static void strings(ObjectNode tree, String key, List<String> items) {
        if (!items.isEmpty()) {
            ArrayNode array = tree.putArray(key);
            items.forEach(array::add);
        }
    }

    private static void put(ObjectNode tree, String key, String text) {
        if (!text.isEmpty()) {
            tree.put(key, text);
        }
    }

    private static void put(ObjectNode tree, String key, int number) {
        if (number != 0) {
            tree.put(key, number);
        }
    }

    private static void put(ObjectNode tree, String key, OptionalInt number) {
        number.ifPresent(value -> tree.put(key, value));
    }

    private static void put(ObjectNode tree, String key, Optional<InetAddress> address) {
        address.ifPresent(value -> tree.put(key, IpAddresses.format(value)));
    }
}
