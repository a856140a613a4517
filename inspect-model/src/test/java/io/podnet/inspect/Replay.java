// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.base.PortMapping;
import io.podnet.base.Protocol;
import io.podnet.cni.CniDns;
import io.podnet.cni.CniInterface;
import io.podnet.cni.CniIp;
import io.podnet.cni.CniResult;
import io.podnet.cni.CniVersion;
import io.podnet.cni.Result100;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Goes through the command lines of a recording and makes the view that podnet would have of its container. */
public final class Replay {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEFAULT_NETWORK = "podman";

    /** Where the route of record.sh leads. */
    private static final InetAddress NS_PATH_GATEWAY = IpAddresses.parse("10.8.0.1");

    private final Path base;
    private final Map<String, JsonNode> cache = new HashMap<>();
    private final Map<String, List<String>> networks = new LinkedHashMap<>();
    private final List<PortMapping> ports = new ArrayList<>();
    private final List<ContainerPort> exposed = new ArrayList<>();
    private List<String> runAliases = List.of();
    private String mode = "bridge";
    private boolean named;
    private boolean shares;
    private ContainerStatus status = ContainerStatus.CREATED;

    private Replay(Path printed) {
        String name = printed.getFileName().toString();
        String step = name.substring(0, name.length() - ".networksettings.raw.json".length());
        this.base = printed.resolveSibling(step);
        for (Path file : Recordings.endingIn(".json")) {
            if (file.toString().startsWith(base + ".cnicache.")) {
                JsonNode entry = json(file);
                cache.put(entry.get("networkName").textValue(), entry);
            }
        }
    }

    /** Makes the view of the container whose settings are in a file. */
    public static PodNetworkView of(Path printed) {
        Replay replay = new Replay(printed);
        replay.commands().forEach(replay::command);
        return replay.view();
    }

    /** What podman said about the last command of a case. */
    public static String lastError(String step) {
        Replay replay = new Replay(Path.of("src/test/resources", step + ".networksettings.raw.json"));
        return replay.lines().stream()
                .filter(line -> line.startsWith("#  Error: "))
                .reduce((first, second) -> second)
                .map(line -> line.substring("#  Error: ".length()))
                .orElseThrow();
    }

    private List<String> lines() {
        String name = base.getFileName().toString();
        return Recordings.read(base.resolveSibling(name.replaceFirst("\\.[0-9]-.*", "") + ".cmd"))
                .lines()
                .toList();
    }

    // The looks follow the last commands, one each.
    private List<String> commands() {
        List<String> all =
                lines().stream().filter(line -> line.startsWith("podman ")).toList();
        String name = base.getFileName().toString();
        String stem = name.replaceFirst("\\.[0-9]-.*", ".");
        long looks = Recordings.endingIn(".networksettings.raw.json").stream()
                .filter(file -> file.getFileName().toString().startsWith(stem))
                .count();
        int step = name.matches(".*\\.[0-9]-.*") ? name.charAt(stem.length()) - '0' : (int) looks;
        return all.subList(0, all.size() - (int) Math.max(looks - step, 0));
    }

    private void command(String line) {
        List<String> words = Arrays.asList(line.split("[ ]+"));
        switch (words.get(1)) {
            case "create" -> run(words, ContainerStatus.CREATED);
            case "run" -> run(words, ContainerStatus.RUNNING);
            case "start" -> status = ContainerStatus.RUNNING;
            case "stop" -> status = ContainerStatus.EXITED;
            case "network" -> {
                String network = words.get(words.size() - 2);
                if (words.get(2).equals("connect")) {
                    networks.put(network, values(words, "--alias"));
                } else {
                    networks.remove(network);
                }
                named = true;
            }
            default -> throw new IllegalArgumentException(line);
        }
    }

    private void run(List<String> words, ContainerStatus afterwards) {
        String network = String.join(",", values(words, "--network"));
        if (network.startsWith("container:")) {
            shares = true;
            return;
        }
        status = afterwards;
        runAliases = values(words, "--network-alias");
        values(words, "-p").forEach(each -> ports.add(PortMapping.parse(each)));
        values(words, "--expose").forEach(this::expose);
        if (network.isEmpty() && base.toString().contains("rootless")) {
            mode = "slirp4netns";
        } else if (network.isEmpty() || network.equals("private")) {
            networks.put(DEFAULT_NETWORK, runAliases);
        } else if (network.startsWith("ns:")
                || List.of("none", "host", "slirp4netns").contains(network)) {
            mode = network;
        } else {
            named = true;
            for (String each : network.split(",")) {
                networks.put(each, runAliases);
            }
        }
    }

    private void expose(String text) {
        String[] parts = text.split("/");
        Protocol protocol = parts.length > 1 ? Protocol.parse(parts[1]) : Protocol.TCP;
        String[] ends = parts[0].split("-");
        for (int port = Integer.parseInt(ends[0]); port <= Integer.parseInt(ends[ends.length - 1]); port++) {
            exposed.add(new ContainerPort(port, protocol));
        }
    }

    private static List<String> values(List<String> words, String option) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < words.size() - 1; i++) {
            if (words.get(i).equals(option)) {
                values.add(words.get(i + 1));
            }
        }
        return values;
    }

    private PodNetworkView view() {
        PodNetworkView.Builder view = PodNetworkView.builder(id(), "c1")
                .status(status)
                .mode(mode())
                .networksNamed(named)
                .defaultNetwork(DEFAULT_NETWORK)
                .rootless(base.toString().contains("rootless"));
        networks.entrySet().stream()
                .map(each -> attached(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(AttachedNetwork::ifName))
                .forEach(view::network);
        ports.forEach(port -> view.port(chosen(port)));
        exposed.forEach(view::exposedPort);
        if (status == ContainerStatus.RUNNING) {
            view.sandboxKey(sandboxKey());
        }
        PodNetworkView owner = view.build();
        return shares
                ? PodNetworkView.builder("5".repeat(64), "c2")
                        .status(ContainerStatus.RUNNING)
                        .mode(new NetworkMode.Shared(owner))
                        .build()
                : owner;
    }

    private AttachedNetwork attached(String network, List<String> aliases) {
        JsonNode entry = cache.get(network);
        return entry == null
                ? new AttachedNetwork(network, "eth9", aliases, Optional.empty())
                : new AttachedNetwork(
                        network,
                        entry.get("ifName").textValue(),
                        aliases,
                        Optional.of(CniResult.parse(entry.get("result").toString())));
    }

    private String id() {
        if (Files.exists(Path.of(base + ".id"))) {
            return Recordings.read(Path.of(base + ".id"));
        }
        Path inspect = Path.of(base + ".inspect.json");
        return Files.exists(inspect) ? json(inspect).get("Id").textValue() : "0".repeat(64);
    }

    private NetworkMode mode() {
        if (mode.startsWith("ns:")) {
            return new NetworkMode.Path(mode.substring("ns:".length()), Optional.of(found()));
        }
        return NetworkMode.Plain.valueOf(mode.toUpperCase(Locale.ROOT));
    }

    // The plugins were told; for stacks, and without networks, only podman knows: the name is random.
    private String sandboxKey() {
        for (JsonNode entry : cache.values()) {
            for (JsonNode each : entry.get("result").path("interfaces")) {
                if (each.has("sandbox")) {
                    return each.get("sandbox").textValue();
                }
            }
        }
        String printed = json(Path.of(base + ".networksettings.raw.json"))
                .path("SandboxKey")
                .asText();
        return printed.isEmpty() ? "/run/netns/nobody-sees-it" : printed;
    }

    // podman chose the random ports, and told portmap.
    private PortMapping chosen(PortMapping wanted) {
        if (wanted.hostPort() != 0) {
            return wanted;
        }
        for (JsonNode entry : cache.values()) {
            for (JsonNode each : entry.get("capabilityArgs").path("portMappings")) {
                if (each.get("containerPort").intValue() == wanted.containerPort()) {
                    return wanted.withHostPort(each.get("hostPort").intValue());
                }
            }
        }
        throw new IllegalStateException("no host port of " + wanted + " in " + base);
    }

    private CniResult found() {
        List<CniInterface> interfaces = new ArrayList<>();
        List<CniIp> ips = new ArrayList<>();
        for (JsonNode link : json(Path.of(base + ".ip-a.json"))) {
            if (!link.get("ifname").textValue().equals("lo")) {
                interfaces.add(CniInterface.of(
                        link.get("ifname").textValue(), link.get("address").textValue(), "/run/netns/blue"));
                for (JsonNode each : link.get("addr_info")) {
                    if (!each.get("scope").textValue().equals("link")) {
                        IpPrefix address = IpPrefix.parse(each.get("local").textValue() + "/" + each.get("prefixlen"));
                        ips.add(CniIp.of(
                                interfaces.size() - 1,
                                address,
                                Optional.of(NS_PATH_GATEWAY).filter(address::contains)));
                    }
                }
            }
        }
        return new Result100(CniVersion.V1_1_0, interfaces, ips, List.of(), CniDns.EMPTY);
    }

    static JsonNode json(Path file) {
        try {
            return JSON.readTree(Recordings.read(file));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
