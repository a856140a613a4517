// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.api.NetworkDriver;
import io.podnet.api.NetworkIpam;
import io.podnet.api.NetworkSubnet;
import io.podnet.base.IpAddresses;
import java.util.Map;

/** Writes networks as podman 4.3.1 writes them: the same plugins, fields, order and blanks. */
final class Conflist {
    /** What podman takes: its plugin dnsname knows none after that in distributions that have it. */
    private static final String CNI_VERSION = "0.4.0";

    private static final String DOMAIN = "dns.podman";
    private static final String TYPE = "type";
    private static final String CAPABILITIES = "capabilities";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final NetworkPlan plan;

    private Conflist(NetworkPlan plan) {
        this.plan = plan;
    }

    static String of(NetworkPlan plan) {
        return print(new Conflist(plan).list());
    }

    // json.MarshalIndent of Go, with three blanks.
    private static String print(ObjectNode json) {
        DefaultIndenter indenter = new DefaultIndenter("   ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        try {
            return MAPPER.writer(printer).writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be printed", e);
        }
    }

    private ObjectNode list() {
        ObjectNode list = MAPPER.createObjectNode();
        if (!plan.labels().isEmpty() || !plan.options().isEmpty()) {
            ObjectNode args = list.putObject("args");
            putTexts(args, "podman_labels", plan.labels());
            putTexts(args, "podman_options", plan.options());
        }
        list.put("cniVersion", CNI_VERSION);
        list.put("name", plan.name());
        ArrayNode plugins = list.putArray("plugins");
        if (plan.driver() != NetworkDriver.BRIDGE) {
            vlan(plugins.addObject());
            return list;
        }
        bridge(plugins.addObject());
        plugins.addObject().put(TYPE, "portmap").putObject(CAPABILITIES).put("portMappings", true);
        ObjectNode firewall = plugins.addObject().put(TYPE, "firewall").put("backend", "");
        if (NetworkRules.isIsolated(plan.options().getOrDefault("isolate", "false"))) {
            firewall.put("ingressPolicy", "same-bridge");
        }
        plugins.addObject().put(TYPE, "tuning");
        if (plan.dns()) {
            ObjectNode dnsname = plugins.addObject().put(TYPE, "dnsname").put("domainName", DOMAIN);
            dnsname.putObject(CAPABILITIES).put("aliases", true);
        }
        return list;
    }

    private static void putTexts(ObjectNode into, String key, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            ObjectNode object = into.putObject(key);
            texts.forEach(object::put);
        }
    }

    private void bridge(ObjectNode plugin) {
        plugin.put(TYPE, "bridge").put("bridge", plan.interfaceName()).put("isGateway", !plan.internal());
        if (!plan.internal()) {
            plugin.put("ipMasq", true);
        }
        putNumber(plugin, "mtu");
        plugin.put("hairpinMode", true);
        putNumber(plugin, "vlan");
        ipam(plugin);
    }

    private void vlan(ObjectNode plugin) {
        plugin.put(TYPE, plan.driver().toString()).put("master", plan.interfaceName());
        ObjectNode later = MAPPER.createObjectNode();
        putNumber(later, "mtu");
        if (plan.options().containsKey("mode")) {
            later.put("mode", plan.options().get("mode"));
        }
        ipam(plugin, later);
    }

    private void putNumber(ObjectNode plugin, String option) {
        int number = Integer.parseInt(plan.options().getOrDefault(option, "0"));
        if (number > 0) {
            plugin.put(option, number);
        }
    }

    private void ipam(ObjectNode plugin) {
        ipam(plugin, MAPPER.createObjectNode());
    }

    private void ipam(ObjectNode plugin, ObjectNode later) {
        ObjectNode ipam = plugin.putObject("ipam");
        ipam.put(TYPE, plan.ipam() == NetworkIpam.NONE ? "" : plan.ipam().toString());
        boolean hostLocal = plan.ipam() == NetworkIpam.HOST_LOCAL;
        if (hostLocal) {
            if (!plan.internal()) {
                routes(ipam.putArray("routes"));
            }
            ArrayNode ranges = ipam.putArray("ranges");
            plan.subnets().forEach(each -> range(ranges.addArray().addObject(), each));
        }
        plugin.setAll(later);
        if (hostLocal) {
            plugin.putObject(CAPABILITIES).put("ips", true);
        }
    }

    // One for each family, in the order of the subnets.
    private void routes(ArrayNode routes) {
        plan.subnets().stream()
                .map(each -> each.subnet().isIpv4() ? "0.0.0.0/0" : "::/0")
                .distinct()
                .forEach(each -> routes.addObject().put("dst", each));
    }

    private static void range(ObjectNode range, NetworkSubnet subnet) {
        range.put("subnet", subnet.subnet().toString());
        subnet.range()
                .ifPresent(lease -> range.put("rangeStart", IpAddresses.format(lease.first()))
                        .put("rangeEnd", IpAddresses.format(lease.last())));
        subnet.gateway().ifPresent(gateway -> range.put("gateway", IpAddresses.format(gateway)));
    }
}
