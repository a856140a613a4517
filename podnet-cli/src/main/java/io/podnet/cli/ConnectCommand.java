// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import io.podnet.api.PodAttachment;
import io.podnet.api.PodNetwork;
import io.podnet.api.Podnet;
import io.podnet.base.MacAddress;
import io.podnet.cli.output.JsonOutput;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Attaches a pod to one more network. */
@Command(
        name = "connect",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = "Attaches a pod to one more network: at once if it runs, else when it is started.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:it is on the network", "125:it is not, and is as it was"})
final class ConnectCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = "--ip",
            paramLabel = "ADDRESS",
            converter = Values.Ip.class,
            description = "The IPv4 address to have.")
    private @Nullable InetAddress ip;

    @Option(
            names = "--ip6",
            paramLabel = "ADDRESS",
            converter = Values.Ip.class,
            description = "The IPv6 address to have.")
    private @Nullable InetAddress ip6;

    @Option(
            names = "--mac-address",
            paramLabel = "MAC",
            converter = Values.Mac.class,
            description = "The hardware address to have.")
    private @Nullable MacAddress mac;

    @Option(
            names = {"--alias", "--network-alias"},
            paramLabel = "NAME",
            description = "Another name of the pod on that network; may be repeated.")
    private List<String> aliases = new ArrayList<>();

    @Parameters(
            index = "0",
            paramLabel = "NETWORK",
            description = "The network, NAME[:ip=ADDRESS,mac=MAC,alias=NAME,interface_name=NAME].")
    private String network = "";

    @Parameters(index = "1", paramLabel = "POD", description = "The pod's name, id, or the beginning of its id.")
    private String pod = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        PodNetwork.Builder wanted = PodNetwork.parse(network).toBuilder();
        if (ip != null) {
            wanted.ip(ip);
        }
        if (ip6 != null) {
            wanted.ip(ip6);
        }
        if (mac != null) {
            wanted.mac(mac);
        }
        aliases.forEach(wanted::alias);
        PodAttachment attachment;
        try (Podnet podnet = common.open()) {
            attachment = podnet.pod(pod).connect(wanted.build());
        }
        // podman prints nothing.
        if (format.isJson()) {
            PrintWriter out = spec.commandLine().getOut();
            JsonOutput.print(
                    out,
                    JsonOutput.object(
                            "Network",
                            attachment.network(),
                            "Interface",
                            attachment.ifName(),
                            "MacAddress",
                            attachment.mac().map(Object::toString).orElse(""),
                            "Addresses",
                            attachment.addresses().stream()
                                    .map(Object::toString)
                                    .toList()));
        }
    }
}
