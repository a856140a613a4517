// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.testkit.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Links, addresses, routes and sysctls of a namespace as iproute2 tells them, one a line, without what differs from one time
 * to the next: indices, Ethernet addresses, random names, timers.
 */
final class NetworkState {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SYSCTLS = List.of(
            "ipv6/conf/%s/accept_ra",
            "ipv6/conf/%s/accept_dad",
            "ipv6/conf/%s/disable_ipv6",
            "ipv6/conf/%s/ndisc_notify",
            "ipv4/conf/%s/arp_notify",
            "ipv4/conf/%s/forwarding",
            "ipv6/conf/%s/forwarding");

    private final Place place;
    private final Map<Integer, String> names = new HashMap<>();
    private final TreeSet<String> lines = new TreeSet<>();

    private NetworkState(Place place) {
        this.place = place;
    }

    static List<String> of(Place place) throws Exception {
        NetworkState state = new NetworkState(place);
        state.links();
        state.addresses();
        state.routes("-4");
        state.routes("-6");
        return new ArrayList<>(state.lines);
    }

    private JsonNode ip(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip", "-json", "-details"));
        command.addAll(List.of(words));
        String output = place.run(command.toArray(String[]::new)).succeeded().stdout();
        return JSON.readTree(output.isBlank() ? "[]" : output);
    }

    static String masked(String text) {
        return text.replaceAll("veth[0-9a-f]{8}", "vethX").replaceAll("([0-9a-f]{2}:){5}[0-9a-f]{2}", "MAC");
    }

    private static String text(JsonNode node, String... keys) {
        StringBuilder text = new StringBuilder();
        for (String key : keys) {
            if (node.has(key)) {
                text.append(' ').append(key).append('=').append(node.get(key));
            }
        }
        return masked(text.toString());
    }

    private void links() throws Exception {
        List<String> sysctlNames = new ArrayList<>();
        for (JsonNode link : ip("link", "show")) {
            String name = link.path("ifname").asText();
            names.put(link.path("ifindex").asInt(), masked(name));
            sysctlNames.add(name);
            JsonNode info = link.path("linkinfo");
            JsonNode data = info.path("info_data");
            // Whether a bridge without ports has a carrier shows a moment later.
            boolean idle = link.path("linkinfo").path("info_kind").asText().equals("bridge")
                    && place.run("ip", "-brief", "link", "show", "master", name)
                            .stdout()
                            .isBlank();
            lines.add("link " + masked(name)
                    + (idle ? "" : text(link, "flags", "operstate"))
                    + text(link, "mtu", "qdisc", "master", "txqlen", "promiscuity", "ifalias")
                    + text(info, "info_kind", "info_slave_kind")
                    + text(data, "mode", "stp_state", "vlan_filtering", "ageing_time")
                    + text(info.path("info_slave_data"), "state", "hairpin", "guard", "isolated", "learning"));
        }
        sysctls(sysctlNames);
    }

    private void sysctls(List<String> links) throws Exception {
        place.call(() -> {
            List<String> all = new ArrayList<>(links);
            all.add("all");
            for (String link : all) {
                for (String sysctl : SYSCTLS) {
                    Path file = Path.of("/proc/sys/net", sysctl.formatted(link));
                    if (Files.exists(file)) {
                        lines.add("sysctl " + masked(sysctl.formatted(link)) + " = "
                                + Files.readString(file).strip());
                    }
                }
            }
            return null;
        });
    }

    private void addresses() throws Exception {
        for (JsonNode link : ip("address", "show")) {
            for (JsonNode address : link.path("addr_info")) {
                boolean linkLocal = address.path("family").asText().equals("inet6")
                        && address.path("scope").asText().equals("link");
                lines.add("address " + masked(link.path("ifname").asText())
                        + (linkLocal
                                ? " link-local"
                                : text(
                                        address,
                                        "local",
                                        "address",
                                        "prefixlen",
                                        "broadcast",
                                        "scope",
                                        "label",
                                        "valid_life_time",
                                        "noprefixroute",
                                        "nodad")));
            }
        }
    }

    private void routes(String family) throws Exception {
        for (JsonNode route : ip(family, "route", "show", "table", "all")) {
            String destination = route.path("dst").asText();
            // Each address of a link makes routes of its own, one of them random; they come with a delay.
            if (route.path("table").asText().equals("local")
                    || destination.startsWith("fe80:")
                    || destination.startsWith("ff00:")) {
                continue;
            }
            lines.add("route"
                    + text(
                                    route,
                                    "type",
                                    "dst",
                                    "gateway",
                                    "via",
                                    "dev",
                                    "protocol",
                                    "scope",
                                    "prefsrc",
                                    "metric",
                                    "flags",
                                    "table",
                                    "nexthops")
                            .replaceAll("\"linkdown\",?", ""));
        }
    }
}
