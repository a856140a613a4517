package io.podnet.cli;

import io.podnet.api.PodSpec;
import io.podnet.api.Podnet;
import io.podnet.api.RunningPod;
import io.podnet.base.PortMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a command in a pod of its own, which is removed when the command ends. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = PodnetCommand.Version.class,
        description = {
            "Runs a command in a network namespace of its own, attached to one or more networks.",
            "When the command ends, everything is removed again."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "125:podnet itself failed, and nothing is left of the pod",
            "126:the command cannot be invoked",
            "127:the command was not found",
            "else:the command's own status; 128 and the number of the signal if one ended it"
        },
        footerHeading = "%nSignals:%n",
        footer = {
            "SIGINT, SIGTERM and SIGHUP are passed on; a command that is still there 10 seconds later is killed.",
            "A second one kills it at once, a third one leaves without cleaning up: podnet gc does that then."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--network",
            paramLabel = "NAME",
            description = "Attach to this network, as eth0, eth1... in the order given; may be repeated (podnet).")
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

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "The command and its arguments, best after --.")
    private List<String> command = new ArrayList<>();

    @Override
    public Integer call() {
        CommandLookup.check(command.get(0));
        PodSpec.Builder spec = PodSpec.builder();
        if (name != null) {
            spec.name(name);
        }
        networks.forEach(spec::network);
        ports.forEach(spec::publish);
        try (Foreground foreground = Foreground.open()) {
            return run(spec.build(), foreground);
        }
    }

    private int run(PodSpec spec, Foreground foreground) {
        try (Podnet podnet = common.open();
                RunningPod pod = foreground.interruptibly(() -> podnet.run(spec))) {
            return foreground.run(() -> pod.exec(new ProcessBuilder(command).inheritIO()));
        }
    }
}
