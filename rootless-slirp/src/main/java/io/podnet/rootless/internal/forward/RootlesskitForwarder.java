// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.base.AtomicFiles;
import io.podnet.base.Availability;
import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.base.Protocol;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.internal.process.Directories;
import io.podnet.rootless.internal.process.ProgramPath;
import io.podnet.rootless.spi.Coverage;
import io.podnet.rootless.spi.Forward;
import io.podnet.rootless.spi.ForwardScope;
import io.podnet.rootless.spi.ForwardTarget;
import io.podnet.rootless.spi.HelperCommand;
import io.podnet.rootless.spi.Helpers;
import io.podnet.rootless.spi.PortForwarder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has podman's program rootlessport, which holds RootlessKit's port driver, listen on the host and connect from within
 * the pod. It serves IPv6 and any stack, but the pod sees every connection come from its own address.
 *
 * <p>A process keeps the ports it was started with: ports that come later get another process, and when some of its ports
 * go it is replaced by one for the rest.
 */
public final class RootlesskitForwarder implements PortForwarder {
    private static final String NAME = "rootlesskit";
    private static final String PROPERTY = "podnet.rootless.rootlessport.path";
    private static final List<String> PLACES = List.of(
            "/usr/lib/podman/rootlessport",
            "/usr/libexec/podman/rootlessport",
            "/usr/local/lib/podman/rootlessport",
            "/usr/local/libexec/podman/rootlessport");

    // It ends when its exit descriptor does. Both ends of the pipe are its own, so that only a signal ends it.
    private static final String WITH_EXIT_PIPE = """
            mkfifo -m 600 "$1" && exec 4<>"$1" && rm -f "$1" && shift && exec "$@"
            """;

    private static final int EXIT_DESCRIPTOR = 4;

    /** Begins the key of a process, which is its directory's name too. */
    private static final String PREFIX = "rk-";

    // sun_path holds 107 bytes, unix(7); rootlessport adds /rootlessport1234567890/.bp.sock.
    private static final int MAX_DIRECTORY = 107 - 32;

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int priority() {
        return DEFAULT_PRIORITY / 2;
    }

    @Override
    public Availability probe() {
        return program()
                .map(path -> Availability.available(path.toString()))
                .orElseGet(() -> Availability.unavailable("podman's program rootlessport is not there; install the"
                        + " package podman or name the program in " + PROPERTY));
    }

    private static Optional<Path> program() {
        String named = System.getProperty(PROPERTY, "");
        Stream<String> places = named.isEmpty() ? PLACES.stream() : Stream.of(named);
        return places.map(ProgramPath.current()::find).flatMap(Optional::stream).findFirst();
    }

    @Override
    public Coverage coverage(PortMapping port, ForwardTarget target, ForwardScope scope) {
        if (port.protocol() == Protocol.SCTP) {
            return new Coverage.Refused("rootlessport publishes tcp and udp, not sctp");
        }
        if (target.address().isEmpty()) {
            return new Coverage.Refused("the pod has no address that ports could lead to");
        }
        return new Coverage.Served(false, Optional.empty());
    }

    @Override
    public Map<Forward, RootlessException> reconcile(ForwardScope scope, Set<Forward> wanted) {
        Map<String, Forward> missing = new TreeMap<>();
        wanted.forEach(forward -> missing.put(purpose(forward), forward));
        Helpers helpers = scope.helpers();
        Map<String, Set<String>> running = new TreeMap<>(helpers.running());
        running.values().removeIf(missing.keySet()::containsAll);
        running.keySet().forEach(helpers::stop);
        helpers.running().values().forEach(purposes -> missing.keySet().removeAll(purposes));
        removeFiles(scope);

        Map<Forward, RootlessException> failed = new LinkedHashMap<>();
        Map<ForwardTarget, Map<String, Forward>> byPod = new LinkedHashMap<>();
        missing.forEach((purpose, forward) -> {
            Optional<String> problem = HostPorts.problem(forward.port());
            if (problem.isPresent()) {
                failed.put(forward, failure("rootless-port-unusable", forward, problem.get()));
            } else {
                byPod.computeIfAbsent(forward.target(), pod -> new TreeMap<>()).put(purpose, forward);
            }
        });
        byPod.values().forEach(forwards -> start(scope, forwards, failed));
        return failed;
    }

    private static void start(
            ForwardScope scope, Map<String, Forward> forwards, Map<Forward, RootlessException> failed) {
        Set<String> purposes = new TreeSet<>(forwards.keySet());
        String key = PREFIX + Integer.toHexString(purposes.hashCode());
        try {
            Path directory = Directories.createPrivate(scope.directory().resolve(key));
            if (directory.toString().length() > MAX_DIRECTORY) {
                throw new RootlessException(
                        "rootless-path-too-long",
                        "rootlessport cannot make its socket below " + directory
                                + ", the path is too long; choose a runtime directory with a shorter name");
            }
            Path input = directory.resolve("config.json");
            AtomicFiles.write(
                    input,
                    config(scope, List.copyOf(forwards.values()), directory).getBytes(StandardCharsets.UTF_8),
                    AtomicFiles.Durability.PAGE_CACHE);
            scope.helpers().start(key, command(scope, directory, input), purposes);
        } catch (IOException | RootlessException e) {
            for (Forward forward : forwards.values()) {
                failed.put(forward, failure("rootless-port-refused", forward, String.valueOf(e.getMessage())));
            }
        }
    }

    private static HelperCommand command(ForwardScope scope, Path directory, Path input) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", WITH_EXIT_PIPE, NAME));
        words.add(directory.resolve("exit").toString());
        if (scope.holder().isPresent()) {
            String holder = Long.toString(scope.holder().getAsLong());
            words.addAll(List.of("nsenter", "-t", holder, "-U", "--preserve-credentials", "--"));
        }
        words.add(program()
                .orElseThrow(() -> new RootlessException("rootless-no-rootlessport", "rootlessport is not there"))
                .toString());
        return new HelperCommand("rootlessport", words, new HelperCommand.Readiness.Pipe(), Optional.of(input));
    }

    // The names are those of Config in podman's cmd/rootlessport.
    private static String config(ForwardScope scope, List<Forward> forwards, Path directory) {
        ForwardTarget target = forwards.get(0).target();
        ObjectNode config = JSON.createObjectNode();
        ArrayNode mappings = config.putArray("Mappings");
        for (Forward forward : forwards) {
            PortMapping port = forward.port();
            mappings.addObject()
                    .put("host_ip", port.hostIp().map(IpAddresses::format).orElse(""))
                    .put("container_port", port.containerPort())
                    .put("host_port", port.hostPort())
                    .put("range", port.range())
                    .put("protocol", port.protocol().toString());
        }
        config.put("NetNSPath", scope.reachable(target.netns()).toString());
        config.put("ExitFD", EXIT_DESCRIPTOR);
        config.put("ReadyFD", HelperCommand.READY_DESCRIPTOR);
        config.put("TmpDir", directory.toString());
        config.put("ChildIP", target.address().map(IpAddresses::format).orElse(""));
        config.put("ContainerID", target.owner());
        config.put("RootlessCNI", false);
        return config.toString();
    }

    private static String purpose(Forward forward) {
        ForwardTarget target = forward.target();
        return Stream.of(
                        target.owner(),
                        target.netns().toString(),
                        target.address().map(IpAddresses::format).orElse(""),
                        forward.port().toString())
                .collect(Collectors.joining(" "));
    }

    // A process that is stopped by a signal leaves its sockets behind.
    private static void removeFiles(ForwardScope scope) {
        Set<String> running = scope.helpers().running().keySet();
        try (Stream<Path> files = Files.list(scope.directory())) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(PREFIX) && Files.isDirectory(file) && !running.contains(name)) {
                    Directories.remove(file);
                }
            }
        } catch (IOException e) {
            throw new RootlessException(
                    "rootless-files", "what rootlessport left in " + scope.directory() + " cannot be removed: " + e, e);
        }
    }

    private static RootlessException failure(String code, Forward forward, String why) {
        return new RootlessException(code, "cannot publish port " + forward.port() + ": " + why);
    }
}
