// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.api.PodnetBuilder;
import io.podnet.e2e.NeedsExecutables;
import io.podnet.e2e.commands.Called;
import io.podnet.e2e.networks.KeepsNetworkState;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import io.podnet.testkit.Place;
import io.podnet.testkit.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same networks and the same options, to podman and to podnet: what {@code inspect} of each prints has the same keys
 * in the same order with the same values, but for those that no two runs have in common. podnet makes the networks.
 */
@RequiresTool({"podman", "crun", "/usr/lib/cni/dnsname"})
@Timeout(400)
@KeepsNetworkState
@LeavesBehind(
        in = Facet.FILES,
        matching = "/run/(lock|libpod|crun|containers|user)(/.*)?",
        because = "podman's own state")
@NeedsExecutables(because = "one of the networks names dnsname, which no native plugin is for")
class PodmanSideBySideTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A pod: how far it gets in its life, and its options; what the options name is not masked. */
    private record Case(String name, String fate, String options) {
        List<String> words() {
            return options.isEmpty() ? List.of() : List.of(options.split(" "));
        }
    }

    private static final List<Case> CASES = List.of(
            new Case("usual", "runs", ""),
            new Case("static", "runs", "--ip 10.88.77.7 --mac-address 92:d0:c6:0a:29:33"),
            new Case("one", "runs", "--network net1 --ip 10.91.0.30"),
            new Case("two", "runs", "--network net2,net1 -p 8180:80"),
            new Case(
                    "wishes",
                    "runs",
                    "--network net1:ip=10.91.0.9,mac=92:d0:c6:0a:29:34,interface_name=blue0 --network net2"),
            new Case("dual-static", "runs", "--network dual:ip=10.93.0.40,ip=fd00:93::40"),
            new Case("closed", "runs", "--network closed"),
            new Case("aliases", "runs", "--network named --network-alias web --network-alias db"),
            new Case(
                    "ports",
                    "runs",
                    "-p 8080:80 -p 127.0.0.1:8443:443/tcp -p 5300-5302:53-55/udp -p 8081:80 -p 9000:9000 -p 9000:9000/udp"
                            + " --expose 7777 --expose 80 --expose 7000-7001/udp"),
            new Case("random", "runs", "-p 443 -p 127.0.0.1::80/tcp -p 53/udp"),
            new Case("nothing", "runs", "--network none -p 8090:80"),
            new Case("host", "runs", "--network host"),
            new Case("path", "runs", "--network ns:/run/netns/blue"),
            new Case("shared", "runs", "--network container:two"),
            new Case("created", "is created", "--network net1 -p 8280:80 --expose 81"),
            new Case("stopped", "stops", "--network net2 -p 8380:80 --network-alias never"));

    @TempDir
    private Path directory;

    private final Place host = Place.host();
    private Podman podman;

    @BeforeEach
    void prepare() throws IOException {
        Path networks = Files.createDirectory(directory.resolve("networks"));
        podman = new Podman(directory, networks);
        create("podman", "--disable-dns", "--subnet", "10.88.0.0/16");
        create("net1", "--disable-dns", "--subnet", "10.91.0.0/24");
        create("net2", "--disable-dns", "--subnet", "10.92.0.0/24");
        create("dual", "--disable-dns", "--ipv6", "--subnet", "10.93.0.0/24", "--subnet", "fd00:93::/64");
        create("closed", "--disable-dns", "--internal", "--subnet", "10.94.0.0/24");
        create("named", "--subnet", "10.95.0.0/24");
        System.setProperty(PodnetBuilder.DEFAULT_NETWORK_PROPERTY, "podman");
        CommandResult backend = podman.call(List.of("info", "--format={{.Host.NetworkBackend}}"));
        assumeTrue(
                backend.stdout().strip().equals("cni"),
                () -> "needs podman with its CNI backend; recorded documents stand in: " + backend);
    }

    private void create(String name, String... options) {
        List<String> words = new ArrayList<>(List.of("network", "create"));
        words.addAll(List.of(options));
        words.add(name);
        podnet(words.toArray(String[]::new)).ok();
    }

    @AfterEach
    void removeAll() throws IOException {
        podman.removeAll();
        podnet("rm", "--all", "--force").ok();
        System.clearProperty(PodnetBuilder.DEFAULT_NETWORK_PROPERTY);
        host.run("ip", "netns", "delete", "blue");
        host.run("sysctl", "-qw", "net.ipv4.ip_forward=0");
        for (String each : List.of("podman", "net1", "net2", "dual", "closed", "named")) {
            podnet("network", "rm", "--force", each);
        }
    }

    private Called podnet(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(arguments[0].equals("network") ? 2 : 1, List.of("--config-dir", directory + "/networks"));
        return Called.here(all.toArray(String[]::new));
    }

    @Test
    void bothPrintTheSame() throws Exception {
        host.run("ip", "netns", "add", "blue").succeeded();
        host.run("ip", "-n", "blue", "link", "add", "b0", "type", "bridge").succeeded();
        host.run("ip", "-n", "blue", "address", "add", "10.66.0.2/24", "dev", "b0")
                .succeeded();
        host.run("ip", "-n", "blue", "address", "add", "10.67.0.2/24", "dev", "b0")
                .succeeded();
        host.run("ip", "-n", "blue", "address", "add", "fd00:66::2/64", "nodad", "dev", "b0")
                .succeeded();
        host.run("ip", "-n", "blue", "link", "set", "b0", "up").succeeded();
        host.run("ip", "-n", "blue", "route", "add", "default", "via", "10.66.0.1")
                .succeeded();

        CommandResult first =
                podman.make("run", CASES.get(0).name(), CASES.get(0).words());
        assumeTrue(first.exit() == 0, () -> "podman cannot run here, recorded documents stand in: " + first);
        for (Case each : CASES.subList(1, CASES.size())) {
            podman.make(each.fate().equals("is created") ? "create" : "run", each.name(), each.words())
                    .succeeded();
        }
        podman.call(List.of("stop", "--time=0", "stopped")).succeeded();
        List<String> names = CASES.stream().map(Case::name).toList();
        JsonNode theirs = podman.inspect(names);
        podman.removeAll();

        for (Case each : CASES) {
            List<String> words = new ArrayList<>(List.of("create", "--name", each.name()));
            words.addAll(each.words());
            podnet(words.toArray(String[]::new)).ok();
            if (!each.fate().equals("is created")) {
                podnet("start", each.name()).ok();
            }
        }
        podnet("stop", "stopped").ok();
        for (int i = 0; i < CASES.size(); i++) {
            Case each = CASES.get(i);
            JsonNode ours = podnet("inspect", each.name()).json().get(0);
            assertThat(shown(each, ours))
                    .as("%s: %s", each.name(), each.options())
                    .isEqualTo(shown(each, theirs.get(i)));
        }
    }

    // As text, since the order of keys counts.
    private static String shown(Case of, JsonNode document) {
        ObjectNode shown = JSON.createObjectNode();
        shown.set("Name", document.get("Name"));
        shown.set("Status", document.at("/State/Status"));
        shown.set("NetworkSettings", masked(of, "", document.get("NetworkSettings")));
        shown.put("NetworkMode", document.at("/HostConfig/NetworkMode").asText().replaceAll("[0-9a-f]{64}", "<id>"));
        shown.set("PortBindings", masked(of, "", document.at("/HostConfig/PortBindings")));
        return shown.toPrettyString();
    }

    /** What differs from run to run becomes a word, if it is there at all. */
    private static JsonNode masked(Case of, String key, JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(each -> object.set(each, masked(of, each, object.get(each))));
            return object;
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, masked(of, key, array.get(i)));
            }
            return array;
        }
        String text = node.asText();
        boolean isVolatile = switch (key) {
            case "SandboxKey" -> !text.isEmpty();
            case "IPAddress", "GlobalIPv6Address", "MacAddress" ->
                !text.isEmpty() && !of.options().contains(text);
            case "Aliases" -> text.matches("[0-9a-f]{12}");
            case "HostPort" -> text.length() == 5;
            // What Go prints where there is no gateway; podnet leaves it out unless it is to be as podman to the
            // letter.
            case "IPv6Gateway" ->
                text.equals("<nil>") || (text.isEmpty() && of.name().equals("path"));
            default -> false;
        };
        return isVolatile ? JSON.getNodeFactory().textNode("<" + key + ">") : node;
    }
}
