// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.ip;

import com.fasterxml.jackson.databind.JsonNode;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.base.MacAddress;
import io.podnet.netns.AddressFlag;
import io.podnet.netns.Link;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkFlag;
import io.podnet.netns.LinkName;
import io.podnet.netns.LinkStatistics;
import io.podnet.netns.OperationalState;
import io.podnet.netns.RouteScope;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the JSON of {@code ip -Numeric -details -statistics -json}: of links and addresses. */
final class IpJson {
    /** Six bytes; links of other kinds have addresses of other lengths. */
    private static final int MAC_TEXT = "00:00:00:00:00:00".length();

    private IpJson() {}

    static LinkName name(JsonNode link) {
        return LinkName.of(link.path("ifname").asText());
    }

    static Link link(JsonNode link, Map<String, Integer> indexes) {
        OptionalInt peer = link.has("link_index") ? index(link.get("link_index")) : indexOf(link.get("link"), indexes);
        return new Link(
                link.path("ifindex").asInt(),
                name(link),
                text(link.path("linkinfo").get("info_kind")),
                text(link.get("address"))
                        .filter(address -> address.length() == MAC_TEXT)
                        .map(MacAddress::parse),
                link.path("mtu").asInt(),
                flags(link.path("flags")),
                state(link.path("operstate").asText()),
                peer,
                peerNetnsId(link),
                indexOf(link.get("master"), indexes));
    }

    /** {@code ip} prints an index instead of a name if the other link is in another namespace, known by a number or not. */
    private static OptionalInt peerNetnsId(JsonNode link) {
        if (link.has("link_netnsid")) {
            return OptionalInt.of(link.get("link_netnsid").asInt());
        }
        return link.has("link_index") ? OptionalInt.of(-1) : OptionalInt.empty();
    }

    /** {@code ip} leaves RUNNING out, and prints NO-CARRIER for links that are UP without it. */
    private static Set<LinkFlag> flags(JsonNode words) {
        EnumSet<LinkFlag> flags = EnumSet.noneOf(LinkFlag.class);
        boolean carrier = true;
        for (JsonNode word : words) {
            carrier &= !word.asText().equals("NO-CARRIER");
            for (LinkFlag flag : LinkFlag.values()) {
                if (flag.name().equals(word.asText())) {
                    flags.add(flag);
                }
            }
        }
        if (carrier && flags.contains(LinkFlag.UP)) {
            flags.add(LinkFlag.RUNNING);
        }
        return flags;
    }

    private static OperationalState state(String word) {
        return switch (word) {
            case "NOTPRESENT" -> OperationalState.NOT_PRESENT;
            case "DOWN" -> OperationalState.DOWN;
            case "LOWERLAYERDOWN" -> OperationalState.LOWER_LAYER_DOWN;
            case "TESTING" -> OperationalState.TESTING;
            case "DORMANT" -> OperationalState.DORMANT;
            case "UP" -> OperationalState.UP;
            default -> OperationalState.UNKNOWN;
        };
    }

    static LinkStatistics statistics(JsonNode link) {
        JsonNode rx = link.path("stats64").path("rx");
        JsonNode tx = link.path("stats64").path("tx");
        return new LinkStatistics(
                rx.path("bytes").asLong(),
                rx.path("packets").asLong(),
                rx.path("errors").asLong(),
                rx.path("dropped").asLong(),
                tx.path("bytes").asLong(),
                tx.path("packets").asLong(),
                tx.path("errors").asLong(),
                tx.path("dropped").asLong());
    }

    static LinkAddress address(JsonNode entry) {
        InetAddress local = IpAddresses.parse(entry.path("local").asText());
        return new LinkAddress(
                new IpPrefix(local, entry.path("prefixlen").asInt()),
                text(entry.get("address")).map(IpAddresses::parse),
                text(entry.get("broadcast")).map(IpAddresses::parse),
                new RouteScope(entry.path("scope").asInt()),
                addressFlags(entry));
    }

    /** Each flag is a field; PERMANENT is what is not {@code dynamic}. */
    private static Set<AddressFlag> addressFlags(JsonNode entry) {
        EnumSet<AddressFlag> flags = EnumSet.noneOf(AddressFlag.class);
        for (AddressFlag flag : AddressFlag.values()) {
            String field = switch (flag) {
                case HOMEADDRESS -> "home";
                case MANAGETEMPADDR -> "mngtmpaddr";
                case MCAUTOJOIN -> "autojoin";
                case STABLE_PRIVACY -> "stable-privacy";
                default -> flag.name().toLowerCase(Locale.ROOT);
            };
            if (entry.path(field).asBoolean()) {
                flags.add(flag);
            }
        }
        if (entry.path("temporary").asBoolean()) {
            flags.add(AddressFlag.SECONDARY);
        }
        if (!entry.path("dynamic").asBoolean()) {
            flags.add(AddressFlag.PERMANENT);
        }
        return flags;
    }

    static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node).map(JsonNode::asText);
    }

    static OptionalInt index(JsonNode node) {
        return node == null ? OptionalInt.empty() : OptionalInt.of(node.asInt());
    }

    static OptionalInt indexOf(JsonNode name, Map<String, Integer> indexes) {
        Integer index = name == null ? null : indexes.get(name.asText());
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }
}
