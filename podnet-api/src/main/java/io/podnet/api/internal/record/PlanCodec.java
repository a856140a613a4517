// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.api.DnsSettings;
import io.podnet.api.HostEntry;
import io.podnet.api.NetworkMode;
import io.podnet.api.PodId;
import io.podnet.api.PodNetwork;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.MacAddress;
import io.podnet.base.PortMapping;
import io.podnet.inspect.ContainerPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns what pods are to be into JSON and back. */
final class PlanCodec {
    private PlanCodec() {}

    static void write(ObjectNode json, PodPlan plan) {
        json.put("mode", plan.mode().toString());
        json.put("networksNamed", plan.networksNamed());
        ArrayNode networks = json.putArray("networks");
        plan.networks().forEach(each -> write(networks.addObject(), each));
        ArrayNode ports = json.putArray("ports");
        plan.ports().forEach(each -> ports.add(each.toString()));
        ArrayNode exposed = json.putArray("exposed");
        plan.exposed().forEach(each -> exposed.add(each.toString()));
        ObjectNode dns = json.putObject("dns");
        ArrayNode servers = dns.putArray("servers");
        plan.dns().servers().forEach(each -> servers.add(IpAddresses.format(each)));
        ArrayNode searches = dns.putArray("searches");
        plan.dns().searches().forEach(searches::add);
        ArrayNode options = dns.putArray("options");
        plan.dns().options().forEach(options::add);
        ArrayNode hosts = json.putArray("hosts");
        plan.hosts().forEach(each -> hosts.add(each.toString()));
    }

    private static void write(ObjectNode json, PodNetwork network) {
        json.put("name", network.name());
        json.put("ifName", ifName(network));
        ArrayNode ips = json.putArray("ips");
        network.ips().forEach(each -> ips.add(IpAddresses.format(each)));
        network.mac().ifPresent(mac -> json.put("mac", mac.toString()));
        ArrayNode aliases = json.putArray("aliases");
        network.aliases().forEach(aliases::add);
    }

    private static String ifName(PodNetwork network) {
        return network.interfaceName()
                .orElseThrow(() -> new IllegalStateException("no interface was chosen for " + network));
    }

    static PodPlan read(RecordFields fields, long version) throws RecordException {
        if (version == 1) {
            return readFirst(fields);
        }
        PodPlan plan = new PodPlan(
                fields.text("mode", PlanCodec::mode),
                fields.objects("networks", PlanCodec::network),
                fields.flag("networksNamed"),
                fields.texts("ports", PortMapping::parse),
                exposed(fields),
                fields.object("dns", PlanCodec::dns),
                fields.texts("hosts", HostEntry::parse));
        if (!plan.networks().isEmpty() && !plan.mode().isBridge()) {
            throw new RecordException("networks is not empty in mode " + plan.mode());
        }
        Set<String> seen = new HashSet<>();
        for (PodNetwork each : plan.networks()) {
            if (!seen.add("network " + each.name()) || !seen.add("interface " + ifName(each))) {
                throw new RecordException("networks has " + each + " twice, or its interface");
            }
        }
        return plan;
    }

    // On record a pod that is shared with is named by its id.
    private static NetworkMode mode(String text) {
        NetworkMode mode = NetworkMode.parse(text);
        return mode instanceof NetworkMode.Pod shared ? NetworkMode.ofPod(new PodId(shared.nameOrId()).value()) : mode;
    }

    // Early records of this version do not have it.
    private static List<ContainerPort> exposed(RecordFields fields) throws RecordException {
        List<ContainerPort> exposed = new ArrayList<>();
        if (fields.has("exposed")) {
            fields.texts("exposed", ContainerPort::parseAll).forEach(exposed::addAll);
        }
        return exposed;
    }

    // Version 1 knew names of networks, which were eth0, eth1 and so on, and nothing but mode bridge.
    private static PodPlan readFirst(RecordFields fields) throws RecordException {
        List<PodNetwork> networks = new ArrayList<>();
        for (PodNetwork each : fields.texts("networks", PodNetwork::of)) {
            networks.add(each.toBuilder().interfaceName("eth" + networks.size()).build());
        }
        if (networks.isEmpty()) {
            throw new RecordException("networks is empty");
        }
        List<PortMapping> ports = fields.texts("ports", PortMapping::parse);
        return new PodPlan(NetworkMode.bridge(), networks, true, ports, List.of(), DnsSettings.none(), List.of());
    }

    private static PodNetwork network(RecordFields fields) throws RecordException {
        PodNetwork.Builder network = fields.text("name", PodNetwork::builder);
        fields.text("ifName", network::interfaceName);
        fields.texts("ips", text -> network.ip(IpAddresses.parse(text)));
        fields.optionalText("mac", text -> network.mac(MacAddress.parse(text)));
        fields.texts("aliases", network::alias);
        return network.build();
    }

    private static DnsSettings dns(RecordFields fields) throws RecordException {
        try {
            return new DnsSettings(
                    fields.texts("servers", IpAddresses::parse),
                    fields.texts("searches", text -> text),
                    fields.texts("options", text -> text));
        } catch (InvalidValueException e) {
            throw new RecordException("dns: " + e.getMessage(), e);
        }
    }
}
