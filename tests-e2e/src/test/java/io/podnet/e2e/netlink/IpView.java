// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.netns.AddressFlag;
import io.podnet.netns.Link;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkFlag;
import io.podnet.netns.NextHop;
import io.podnet.netns.Route;
import io.podnet.netns.linux.LinkDetails;
import io.podnet.netns.linux.LinkStatistics64;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Brings what we read and what {@code ip -json -Numeric -details -statistics} prints into one form. */
final class IpView {
    private static final List<String> ADDRESS_FLAGS =
            List.of("secondary", "nodad", "deprecated", "tentative", "dadfailed", "noprefixroute", "mngtmpaddr");

    private IpView() {}

    static List<Map<String, Object>> ofAll(Iterable<JsonNode> nodes, Function<JsonNode, Map<String, Object>> view) {
        List<Map<String, Object>> views = new ArrayList<>();
        nodes.forEach(node -> views.add(view.apply(node)));
        return views;
    }

    static Map<String, Object> of(LinkDetails details, Map<Integer, String> names) {
        Link link = details.link();
        Map<String, Object> view = new TreeMap<>();
        view.put("index", link.index());
        view.put("name", link.name().value());
        link.kind().ifPresent(kind -> view.put("kind", kind));
        link.macAddress().ifPresent(mac -> view.put("mac", mac.toString()));
        view.put("mtu", link.mtu());
        view.put("state", link.state().name().replace("_", ""));
        view.put("flags", flags(link));
        // ip prints the peer's name where it is in the same namespace, its number where it is not.
        link.peer()
                .ifPresent(peer ->
                        view.put("peer", link.peerNetnsId().isPresent() ? Integer.toString(peer) : names.get(peer)));
        link.peerNetnsId().ifPresent(id -> view.put("peer netns", id));
        link.master().ifPresent(master -> view.put("master", names.get(master)));
        view.put("queue", details.txQueueLength());
        view.put("promiscuity", details.promiscuity());
        details.macvlanMode().ifPresent(mode -> view.put("mode", mode.name().toLowerCase(Locale.ROOT)));
        if (details.hairpin()) {
            view.put("hairpin", true);
        }
        LinkStatistics64 counts = details.statistics().orElseThrow();
        view.put(
                "received",
                List.of(
                        counts.rxBytes(),
                        counts.rxPackets(),
                        counts.rxErrors(),
                        counts.rxDropped(),
                        counts.rxOverErrors(),
                        counts.multicast()));
        view.put(
                "sent",
                List.of(
                        counts.txBytes(),
                        counts.txPackets(),
                        counts.txErrors(),
                        counts.txDropped(),
                        counts.txCarrierErrors(),
                        counts.collisions()));
        return view;
    }

    static Map<String, Object> ofLink(JsonNode link) {
        Map<String, Object> view = new TreeMap<>();
        view.put("index", link.path("ifindex").asInt());
        view.put("name", link.path("ifname").asText());
        put(view, "kind", link.path("linkinfo").path("info_kind"));
        if (!link.path("link_type").asText().equals("none")) {
            put(view, "mac", link.path("address"));
        }
        view.put("mtu", link.path("mtu").asInt());
        view.put("state", link.path("operstate").asText());
        TreeSet<String> flags = texts(link.path("flags"));
        // Not a flag of this link: ip looked at its peer and found it down.
        flags.remove("M-DOWN");
        view.put("flags", flags);
        put(view, "peer", link.has("link") ? link.path("link") : link.path("link_index"));
        if (link.has("link_netnsid")) {
            view.put("peer netns", link.path("link_netnsid").asInt());
        }
        put(view, "master", link.path("master"));
        view.put("queue", link.path("txqlen").asInt());
        view.put("promiscuity", link.path("promiscuity").asInt());
        put(view, "mode", link.path("linkinfo").path("info_data").path("mode"));
        if (link.path("linkinfo").path("info_slave_data").path("hairpin").asBoolean()) {
            view.put("hairpin", true);
        }
        JsonNode received = link.path("stats64").path("rx");
        JsonNode sent = link.path("stats64").path("tx");
        view.put("received", numbers(received, "bytes", "packets", "errors", "dropped", "over_errors", "multicast"));
        view.put("sent", numbers(sent, "bytes", "packets", "errors", "dropped", "carrier_errors", "collisions"));
        return view;
    }

    /** ip leaves RUNNING out, and says NO-CARRIER where it is missing. */
    private static TreeSet<String> flags(Link link) {
        TreeSet<String> flags = link.flags().stream()
                .filter(flag -> flag != LinkFlag.RUNNING)
                .map(LinkFlag::name)
                .collect(Collectors.toCollection(TreeSet::new));
        if (link.isUp() && !link.flags().contains(LinkFlag.RUNNING)) {
            flags.add("NO-CARRIER");
        }
        return flags;
    }

    static Map<String, Object> of(LinkAddress address) {
        Map<String, Object> view = new TreeMap<>();
        view.put("address", address.prefix().toString());
        address.peer().ifPresent(peer -> view.put("peer", IpAddresses.format(peer)));
        address.broadcast().ifPresent(broadcast -> view.put("broadcast", IpAddresses.format(broadcast)));
        view.put("scope", Integer.toString(address.scope().value()));
        view.put(
                "flags",
                address.flags().stream()
                        .map(IpView::name)
                        .filter(ADDRESS_FLAGS::contains)
                        .collect(Collectors.toCollection(TreeSet::new)));
        return view;
    }

    private static String name(AddressFlag flag) {
        return flag == AddressFlag.MANAGETEMPADDR ? "mngtmpaddr" : flag.name().toLowerCase(Locale.ROOT);
    }

    static Map<String, Object> ofAddress(JsonNode address) {
        Map<String, Object> view = new TreeMap<>();
        view.put(
                "address",
                address.path("local").asText() + "/" + address.path("prefixlen").asInt());
        put(view, "peer", address.path("address"));
        put(view, "broadcast", address.path("broadcast"));
        view.put("scope", address.path("scope").asText());
        view.put(
                "flags",
                ADDRESS_FLAGS.stream()
                        .filter(flag -> address.path(flag).asBoolean())
                        .collect(Collectors.toCollection(TreeSet::new)));
        return view;
    }

    static Map<String, Object> of(Route route, Map<Integer, String> names) {
        Map<String, Object> view = new TreeMap<>();
        view.put("to", route.destination().toString());
        view.put("type", route.type().number());
        route.gateway().ifPresent(gateway -> view.put("via", IpAddresses.format(gateway)));
        route.linkIndex().ifPresent(index -> view.put("link", names.get(index)));
        route.source().ifPresent(source -> view.put("source", IpAddresses.format(source)));
        view.put("scope", route.scope().value());
        view.put("table", Integer.toUnsignedString(route.table()));
        view.put("metric", route.metric());
        view.put("protocol", route.protocol());
        route.mtu().ifPresent(bytes -> view.put("mtu", bytes));
        route.advertisedMss().ifPresent(bytes -> view.put("mss", bytes));
        view.put("onlink", route.onLink());
        view.put("hops", route.nextHops().stream().map(hop -> of(hop, names)).toList());
        return view;
    }

    private static String of(NextHop hop, Map<Integer, String> names) {
        Optional<InetAddress> gateway = hop.gateway();
        return gateway.map(IpAddresses::format).orElse("") + " " + names.get(hop.linkIndex()) + " " + hop.weight();
    }

    static Map<String, Object> ofRoute(JsonNode route, boolean ipv4) {
        Map<String, Object> view = new TreeMap<>();
        String to = route.path("dst").asText();
        to = to.equals("default") ? (ipv4 ? "0.0.0.0/0" : "::/0") : to;
        view.put(
                "to",
                (to.contains("/") ? IpPrefix.parse(to) : IpPrefix.parse(to + (ipv4 ? "/32" : "/128"))).toString());
        view.put("type", route.path("type").asInt());
        put(view, "via", route.has("via") ? route.path("via").path("host") : route.path("gateway"));
        put(view, "link", route.path("dev"));
        put(view, "source", route.path("prefsrc"));
        view.put("scope", route.path("scope").asInt());
        view.put("table", route.path("table").asText());
        view.put("metric", route.path("metric").asLong());
        view.put("protocol", route.path("protocol").asInt());
        JsonNode metrics = route.path("metrics").path(0);
        if (metrics.has("mtu")) {
            view.put("mtu", metrics.path("mtu").asInt());
        }
        if (metrics.has("advmss")) {
            view.put("mss", metrics.path("advmss").asInt());
        }
        view.put("onlink", texts(route.path("flags")).contains("onlink"));
        List<String> hops = new ArrayList<>();
        route.path("nexthops")
                .forEach(hop -> hops.add(hop.path("gateway").asText() + " "
                        + hop.path("dev").asText() + " " + hop.path("weight").asInt()));
        view.put("hops", hops);
        return view;
    }

    private static void put(Map<String, Object> view, String key, JsonNode value) {
        if (!(value instanceof MissingNode)) {
            view.put(key, value.asText());
        }
    }

    private static TreeSet<String> texts(JsonNode array) {
        TreeSet<String> texts = new TreeSet<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static List<Long> numbers(JsonNode object, String... keys) {
        List<Long> numbers = new ArrayList<>();
        for (String key : keys) {
            numbers.add(object.path(key).asLong());
        }
        return numbers;
    }
}
