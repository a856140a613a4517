// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.NetworkDriver;
import io.podnet.api.NetworkInfo;
import io.podnet.api.NetworkIpam;
import io.podnet.api.NetworkSpec;
import io.podnet.api.Podnet;
import io.podnet.cli.output.JsonOutput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a network. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Makes a network, as the file NAME.conflist that podman and libcni read too.",
            "What is not given is chosen: a name, a bridge, a subnet that nobody uses."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the network is there; its name is printed", "125:it is not, and nothing has changed"})
final class NetworkCreateCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = {"-d", "--driver"},
            paramLabel = "DRIVER",
            description = "bridge, macvlan or ipvlan (bridge).")
    private String driver = NetworkDriver.BRIDGE.toString();

    @Option(
            names = "--subnet",
            paramLabel = "CIDR",
            description = "A subnet; may be repeated. Without any, a bridge gets one that is free.")
    private List<String> subnets = new ArrayList<>();

    @Option(
            names = "--gateway",
            paramLabel = "IP",
            description = "The host's address in the first subnet, then in the second... (the first of the subnet).")
    private List<String> gateways = new ArrayList<>();

    @Option(
            names = "--ip-range",
            paramLabel = "CIDR",
            description = "The part of the first subnet, then of the second... that pods get addresses of.")
    private List<String> ranges = new ArrayList<>();

    @Option(names = "--ipv6", description = "Have a subnet of each family; what is not given is chosen.")
    private boolean ipv6;

    @Option(names = "--internal", description = "Keep pods and the world outside apart.")
    private boolean internal;

    @Option(names = "--disable-dns", description = "Do without name resolution among pods.")
    private boolean disableDns;

    @Option(
            names = "--interface-name",
            paramLabel = "NAME",
            description = "The bridge, or what a macvlan or ipvlan lies on.")
    private @Nullable String interfaceName;

    @Option(
            names = "--ipam-driver",
            paramLabel = "DRIVER",
            description =
                    "Who gives addresses: host-local, dhcp or none (host-local; dhcp for macvlan without subnets).")
    private @Nullable String ipam;

    @Option(
            names = {"-o", "--opt"},
            paramLabel = "KEY=VALUE",
            description = {
                "An option of the driver; may be repeated. bridge: mtu, vlan, isolate (true keeps out pods of other"
                        + " isolated networks); macvlan, ipvlan: parent, mode, mtu."
            })
    private List<String> options = new ArrayList<>();

    @Option(names = "--label", paramLabel = "KEY[=VALUE]", description = "A label; may be repeated.")
    private List<String> labels = new ArrayList<>();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The network's name.")
    private @Nullable String name;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        NetworkSpec wanted = network();
        NetworkInfo made;
        try (Podnet podnet = common.open()) {
            made = podnet.createNetwork(wanted);
        }
        if (format.isJson()) {
            JsonOutput.print(spec.commandLine().getOut(), NetworkJson.of(made));
        } else {
            spec.commandLine().getOut().println(made.name());
        }
    }

    private NetworkSpec network() {
        NetworkSpec.Builder network = NetworkSpec.builder().driver(NetworkDriver.parse(driver));
        if (name != null) {
            network.name(name);
        }
        if (interfaceName != null) {
            network.interfaceName(interfaceName);
        }
        if (ipam != null) {
            network.ipam(NetworkIpam.parse(ipam));
        }
        if (ipv6) {
            network.ipv6();
        }
        if (internal) {
            network.internal();
        }
        if (disableDns) {
            network.withoutDns();
        }
        SubnetOptions.read(subnets, gateways, ranges).forEach(network::subnet);
        labels.forEach(each -> addLabel(network, each));
        options.forEach(each -> addOption(network, each));
        return network.build();
    }

    private static void addLabel(NetworkSpec.Builder network, String label) {
        String[] parts = label.split("=", 2);
        if (parts[0].isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.PODNET, "failed to parse labels: invalid label format: \"" + label + "\"");
        }
        network.label(parts[0], parts.length < 2 ? "" : parts[1]);
    }

    private void addOption(NetworkSpec.Builder network, String option) {
        String[] parts = option.split("=", 2);
        String value = parts.length < 2 ? "" : parts[1];
        if (parts[0].equals("parent") && !driver.equals(NetworkDriver.BRIDGE.toString())) {
            network.interfaceName(value);
        } else {
            network.option(parts[0], value);
        }
    }
}
