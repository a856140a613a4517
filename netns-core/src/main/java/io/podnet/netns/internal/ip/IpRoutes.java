// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.ip;

import com.fasterxml.jackson.databind.JsonNode;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.netns.NextHop;
import io.podnet.netns.Route;
import io.podnet.netns.RouteScope;
import io.podnet.netns.RouteType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Routes as {@code ip route} prints and takes them. */
final class IpRoutes {
    private IpRoutes() {}

    static Route read(JsonNode route, boolean ipv4, Map<String, Integer> indexes) {
        JsonNode metrics = route.path("metrics").path(0);
        return new Route(
                destination(route.path("dst").asText(), ipv4),
                RouteType.fromNumber(route.path("type").asInt()),
                gateway(route),
                IpJson.indexOf(route.get("dev"), indexes),
                IpJson.text(route.get("prefsrc")).map(IpAddresses::parse),
                new RouteScope(route.path("scope").asInt()),
                route.path("table").asInt(Route.MAIN_TABLE),
                route.path("metric").asLong(),
                route.path("protocol").asInt(Route.PROTOCOL_BOOT),
                IpJson.index(metrics.get("mtu")),
                IpJson.index(metrics.get("advmss")),
                isOnLink(route),
                StreamSupport.stream(route.path("nexthops").spliterator(), false)
                        .map(hop -> new NextHop(
                                gateway(hop),
                                IpJson.indexOf(hop.get("dev"), indexes).orElse(0),
                                hop.path("weight").asInt(1)))
                        .toList());
    }

    private static IpPrefix destination(String text, boolean ipv4) {
        if (text.equals("default")) {
            return IpPrefix.parse(ipv4 ? "0.0.0.0/0" : "::/0");
        }
        return IpPrefix.parse(text.contains("/") ? text : text + (ipv4 ? "/32" : "/128"));
    }

    private static Optional<InetAddress> gateway(JsonNode route) {
        return IpJson.text(route.get("gateway"))
                .or(() -> IpJson.text(route.path("via").get("host")))
                .map(IpAddresses::parse);
    }

    private static boolean isOnLink(JsonNode route) {
        return StreamSupport.stream(route.path("flags").spliterator(), false)
                .anyMatch(flag -> flag.asText().equals("onlink"));
    }

    /** Writes a route as arguments; {@code names} are the links' by their index. */
    static List<String> arguments(Route route, Map<Integer, String> names, boolean withScope) {
        List<String> words = new ArrayList<>();
        if (route.type() != RouteType.UNICAST && route.type() != RouteType.UNSPEC) {
            words.add(route.type().name().toLowerCase(Locale.ROOT));
        }
        words.add(route.destination().toString());
        route.gateway().ifPresent(gateway -> words.addAll(via(gateway, route.destination())));
        route.linkIndex().ifPresent(index -> words.addAll(List.of("dev", name(index, names))));
        if (route.onLink()) {
            words.add("onlink");
        }
        route.source().ifPresent(source -> words.addAll(List.of("src", IpAddresses.format(source))));
        if (withScope && route.destination().isIpv4()) {
            words.addAll(List.of("scope", Integer.toString(route.scope().value())));
        }
        words.addAll(List.of("table", Integer.toString(route.table())));
        if (route.metric() != 0) {
            words.addAll(List.of("metric", Long.toString(route.metric())));
        }
        words.addAll(List.of("protocol", Integer.toString(route.protocol())));
        route.mtu().ifPresent(mtu -> words.addAll(List.of("mtu", Integer.toString(mtu))));
        route.advertisedMss().ifPresent(mss -> words.addAll(List.of("advmss", Integer.toString(mss))));
        for (NextHop hop : route.nextHops()) {
            words.add("nexthop");
            hop.gateway().ifPresent(gateway -> words.addAll(via(gateway, route.destination())));
            if (hop.linkIndex() != 0) {
                words.addAll(List.of("dev", name(hop.linkIndex(), names)));
            }
            words.addAll(List.of("weight", Integer.toString(hop.weight())));
        }
        return words;
    }

    private static List<String> via(InetAddress gateway, IpPrefix destination) {
        String text = IpAddresses.format(gateway);
        return IpAddresses.isIpv4(gateway) == destination.isIpv4()
                ? List.of("via", text)
                : List.of("via", IpAddresses.isIpv4(gateway) ? "inet" : "inet6", text);
    }

    /** {@code ip} takes {@code if7} for the link of index 7, so the kernel is the one to say that there is none. */
    private static String name(int index, Map<Integer, String> names) {
        return names.getOrDefault(index, "if" + index);
    }
}
