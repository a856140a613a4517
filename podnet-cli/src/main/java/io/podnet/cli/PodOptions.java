// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.DnsSettings;
import io.podnet.api.HostEntry;
import io.podnet.api.PodSpec;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.MacAddress;
import io.podnet.base.PortMapping;
import io.podnet.inspect.ContainerPort;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a new pod is to be, for {@code create} and {@code run}. */
final class PodOptions {
    @Option(
            names = {"--network", "--net"},
            paramLabel = "NETWORK",
            description = {
                "Attach to this network, as eth0, eth1... in the order given; may be repeated (podnet):",
                "NAME[:ip=ADDRESS,mac=MAC,alias=NAME,interface_name=NAME], or bridge, private, none, host,",
                "slirp4netns[:OPTION...], pasta[:OPTION...], ns:PATH or pod:NAME."
            })
    private List<String> networks = new ArrayList<>();

    @Option(
            names = "--ip",
            paramLabel = "ADDRESS",
            converter = Values.Ip.class,
            description = "The IPv4 address to have on the only network.")
    private @Nullable InetAddress ip;

    @Option(
            names = "--ip6",
            paramLabel = "ADDRESS",
            converter = Values.Ip.class,
            description = "The IPv6 address to have on the only network.")
    private @Nullable InetAddress ip6;

    @Option(
            names = "--mac-address",
            paramLabel = "MAC",
            converter = Values.Mac.class,
            description = "The hardware address to have on the only network.")
    private @Nullable MacAddress mac;

    @Option(
            names = "--network-alias",
            paramLabel = "NAME",
            description = "Another name of the pod on its networks; may be repeated.")
    private List<String> aliases = new ArrayList<>();

    @Option(
            names = "--dns",
            paramLabel = "ADDRESS",
            converter = Values.Ip.class,
            description = "Ask this name server; may be repeated.")
    private List<InetAddress> dnsServers = new ArrayList<>();

    @Option(
            names = "--dns-search",
            paramLabel = "DOMAIN",
            description = "Search this domain for short names; may be repeated.")
    private List<String> dnsSearches = new ArrayList<>();

    @Option(
            names = {"--dns-option", "--dns-opt"},
            paramLabel = "OPTION",
            description = "Set this option of resolv.conf(5); may be repeated.")
    private List<String> dnsOptions = new ArrayList<>();

    @Option(
            names = "--add-host",
            paramLabel = "NAME:ADDRESS",
            converter = Values.Host.class,
            description = "Add this line to /etc/hosts; host-gateway is the host's address; may be repeated.")
    private List<HostEntry> hosts = new ArrayList<>();

    @Option(
            names = {"-p", "--publish"},
            paramLabel = "PORTS",
            converter = PortConverter.class,
            description = {
                "Publish ports: [HOSTIP:][HOSTPORT[-END]:]CTRPORT[-END][/tcp|udp|sctp]; may be repeated.",
                "Without HOSTPORT a free one is chosen. An IPv6 address stands in brackets."
            })
    private List<PortMapping> ports = new ArrayList<>();

    @Option(
            names = "--expose",
            paramLabel = "PORT[-END][/PROTOCOL]",
            description = "Show these ports of the pod in inspect, without publishing them; may be repeated.")
    private List<String> exposed = new ArrayList<>();

    @Option(names = "--name", paramLabel = "NAME", description = "The pod's name (the beginning of its id).")
    private @Nullable String name;

    PodSpec spec() {
        PodSpec.Builder spec = PodSpec.builder();
        if (name != null) {
            spec.name(name);
        }
        spec.networks(networks);
        if (ip != null && ip6 != null) {
            throw new InvalidValueException(
                    "--ip6", IpAddresses.format(ip6), "goes together with --ip as --network NAME:ip=...,ip6=... only");
        }
        if (ip != null) {
            spec.ip(ip);
        }
        if (ip6 != null) {
            spec.ip(ip6);
        }
        if (mac != null) {
            spec.mac(mac);
        }
        aliases.forEach(spec::alias);
        spec.dns(new DnsSettings(dnsServers, dnsSearches, dnsOptions));
        hosts.forEach(spec::addHost);
        ports.forEach(spec::publish);
        exposed.forEach(each -> ContainerPort.parseAll(each).forEach(spec::expose));
        return spec.build();
    }
}
