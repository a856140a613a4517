package io.podnet.cli;

import io.podnet.api.PodSpec;
import io.podnet.base.PortMapping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a new pod is to be, for {@code create} and {@code run}. */
final class PodOptions {
    @Option(
            names = "--network",
            paramLabel = "NAME",
            description = {
                "Attach to this network, as eth0, eth1... in the order given; may be repeated (podnet).",
                "Or a mode: bridge, none, host, private, ns:PATH, pod:NAME; for users without privileges also",
                "slirp4netns[:OPTIONS] and pasta[:OPTIONS], a stack of the pod's own and no bridge."
            })
    private List<String> networks = new ArrayList<>();

    @Option(
            names = {"-p", "--publish"},
            paramLabel = "PORTS",
            converter = PortConverter.class,
            description = {
                "Publish ports: [HOSTIP:][HOSTPORT[-END]:]CTRPORT[-END][/tcp|udp|sctp]; may be repeated.",
                "Without HOSTPORT a free one is chosen. An IPv6 address stands in brackets."
            })
    private List<PortMapping> ports = new ArrayList<>();

    @Option(names = "--name", paramLabel = "NAME", description = "The pod's name (the beginning of its id).")
    private @Nullable String name;

    PodSpec spec() {
        PodSpec.Builder spec = PodSpec.builder();
        if (name != null) {
            spec.name(name);
        }
        spec.networks(networks);
        ports.forEach(spec::publish);
        return spec.build();
    }
}
