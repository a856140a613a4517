// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.nativeplugins.internal.Faults;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** All that is in the sets and maps of the table, read from libnftables-json(5). */
record Listing(List<Element> elements) {
    static final Listing EMPTY = new Listing(List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    static Listing parse(String json) {
        try {
            List<Element> elements = new ArrayList<>();
            for (JsonNode object : JSON.readTree(json).path("nftables")) {
                JsonNode set = object.has("set") ? object.path("set") : object.path("map");
                for (JsonNode element : set.path("elem")) {
                    elements.add(element(set.path("name").asText(), element));
                }
            }
            return new Listing(elements);
        } catch (JsonProcessingException e) {
            throw Faults.internal("nftables listed what is no JSON: " + e.getOriginalMessage(), e);
        } catch (InvalidValueException e) {
            throw Faults.internal("nftables listed an element that podnet does not make: " + e.getMessage(), e);
        }
    }

    private static Element element(String set, JsonNode node) {
        // An element of a map is a pair; one with a comment is wrapped.
        JsonNode wrapped = node.isArray() ? node.path(0) : node;
        JsonNode key = wrapped.has("elem") ? wrapped.path("elem").path("val") : wrapped;
        String comment = wrapped.path("elem").path("comment").asText();
        Optional<IpPrefix> subnet = set.startsWith("subnets")
                ? Optional.of(prefix(key.path("concat").path(0)))
                : Optional.empty();
        Optional<InetAddress> address = Optional.empty();
        if (node.isArray()) {
            address = Optional.of(
                    IpAddresses.parse(node.path(1).path("concat").path(0).asText()));
        } else if (subnet.isEmpty()) {
            address = Optional.of(IpAddresses.parse(key.asText()));
        }
        return new Element(set, text(key), comment, address, subnet);
    }

    private static String text(JsonNode key) {
        if (!key.has("concat")) {
            return part(key);
        }
        StringJoiner parts = new StringJoiner(" . ");
        key.path("concat").forEach(each -> parts.add(part(each)));
        return parts.toString();
    }

    private static String part(JsonNode part) {
        return part.has("prefix") ? prefix(part).toString() : Publication.protocolNumber(part.asText());
    }

    private static IpPrefix prefix(JsonNode part) {
        if (part.has("prefix")) {
            JsonNode prefix = part.path("prefix");
            return new IpPrefix(
                    IpAddresses.parse(prefix.path("addr").asText()),
                    prefix.path("len").asInt());
        }
        InetAddress address = IpAddresses.parse(part.asText());
        return new IpPrefix(address, 8 * address.getAddress().length);
    }

    /** All that is about pods rather than subnets. */
    List<Element> ofPods() {
        return elements.stream().filter(each -> each.address().isPresent()).toList();
    }

    List<IpPrefix> subnets() {
        return elements.stream().flatMap(each -> each.subnet().stream()).toList();
    }
}
