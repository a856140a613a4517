// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.cni;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.IpAddresses;
import io.podnet.cni.CniResult;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The drop-in for cnitool as a container runtime or a person starts it: by either name, with an environment that is empty
 * but for what cnitool reads, with the plugins of the distribution.
 */
@Tag("smoke")
class CniToolCommandTest extends PluginFixture {
    private static final Path PODNET = Path.of("..", "podnet").toAbsolutePath().normalize();
    /** The first 20 hex digits of the SHA-512 of /run/netns/blue. */
    private static final String BLUE = "cnitool-df26705e2e4ffd095eb1";

    @TempDir
    Path directory;

    private final Place caller = Place.inNamespace(Path.of("/run/netns/caller"));

    @BeforeEach
    void configure() throws IOException {
        Files.createSymbolicLink(Files.createDirectory(directory.resolve("bin")).resolve("cnitool"), PODNET);
        Files.createDirectory(directory.resolve("networks"));
        configure("net", BRIDGE, PORTMAP, FIREWALL);
        host.run("ip", "netns", "add", "caller").succeeded();
        caller.run("ip", "link", "set", "lo", "up").succeeded();
    }

    @AfterEach
    void removeCaller() throws IOException {
        Files.delete(directory.resolve("bin/cnitool"));
        host.run("ip", "netns", "del", "caller").succeeded();
    }

    private void configure(String name, String... plugins) throws IOException {
        Files.writeString(
                directory.resolve("networks/" + name + ".conflist"),
                "{\"cniVersion\":\"1.0.0\",\"name\":\"" + name + "\",\"plugins\":[" + String.join(",", plugins) + "]}");
    }

    /** Words before the first one with a slash or of a program are variables, as env(1) takes them. */
    private CommandResult run(String... words) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "-i",
                "PATH=" + directory.resolve("bin") + ":/usr/sbin:/usr/bin:/sbin:/bin",
                "NETCONFPATH=" + directory.resolve("networks"),
                "CNI_PATH=/usr/lib/cni:/opt/cni/bin:" + directory.resolve("bin")));
        command.addAll(List.of(words));
        return host.command(command.toArray(String[]::new))
                .deadline(Duration.ofSeconds(50))
                .run();
    }

    private static void assertFails(CommandResult result, String... parts) {
        assertThat(result.exit()).as("%s", result).isOne();
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).hasLineCount(1).contains(parts);
    }

    private static void assertSilent(CommandResult result) {
        assertThat(result.exit()).as("%s", result).isZero();
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cnitool", "podnet cni"})
    void everyVerbWorksOnTheNamespaceOfTheCaller(String name) throws Exception {
        // Its own bridge, since those of other tests stay on the host.
        configure("net", BRIDGE.replace("cni7", "cni8"), PORTMAP, FIREWALL);
        List<String> start = new ArrayList<>(List.of("ip", "netns", "exec", "caller"));
        start.addAll(List.of(name.replace("podnet", PODNET.toString()).split(" ")));

        CommandResult added = verb(start, "add").succeeded();
        // What plugins print: four blanks to a level, no newline at the end.
        CniResult result = CniResult.parse(added.stdout());
        assertThat(added.stdout()).isEqualTo(result.toJson());
        assertThat(added.stderr()).isEmpty();
        assertThat(result.interfaces()).anyMatch(each -> each.sandbox().equals(NETNS.toString()));
        assertThat(caller.run("ip", "-brief", "link").stdout()).contains("cni8");
        assertThat(host.run("ip", "-brief", "link").stdout()).doesNotContain("cni8");
        String address = IpAddresses.format(result.ips().get(0).address().address());
        try (TestServer server = pod.serveTcp(80)) {
            assertThat(caller.askTcp(address, 80, "hello").text()).isEqualTo("hello");
        }
        assertThat(files("/var/lib/cni/results")).containsExactly("net-" + BLUE + "-eth0");

        assertSilent(verb(start, "check"));
        assertSilent(verb(start, "status"));
        assertSilent(verb(start, "del"));
        assertThat(leases()).isEmpty();
        assertThat(files("/var/lib/cni/results")).isEmpty();
        assertThat(caller.run("iptables-save").stdout()).doesNotContain("10.7.0.");
        assertSilent(verb(start, "del"));

        verb(start, "add").succeeded();
        assertSilent(verb(start, "gc"));
        assertThat(leases()).isEmpty();
        assertThat(pod.run("ip", "-brief", "link").stdout()).doesNotContain("eth0");
        assertFails(verb(start, "check"), "cannot check " + BLUE + "/eth0: it is not attached");
    }

    private CommandResult verb(List<String> start, String verb) {
        List<String> words = new ArrayList<>(start);
        words.addAll(List.of(verb, "net", NETNS.toString()));
        return run(words.toArray(String[]::new));
    }

    /** The caller names what it wants on add alone; del finds the rest in the cache. */
    @Test
    void variablesNameInterfaceArgumentsAndCapabilities() throws Exception {
        String ports = "CAP_ARGS={\"portMappings\":[{\"hostPort\":8080,\"containerPort\":80,\"protocol\":\"tcp\"}]}";
        run(
                        "CNI_IFNAME=net7",
                        "CNI_ARGS=IgnoreUnknown=1;IP=10.7.0.77",
                        ports,
                        "cnitool",
                        "add",
                        "net",
                        NETNS.toString())
                .succeeded();
        assertThat(leases()).contains("10.7.0.77");
        assertThat(pod.run("ip", "-brief", "link", "show", "net7").succeeded().stdout())
                .contains("UP");
        try (TestServer server = pod.serveTcp(80)) {
            assertThat(Place.outside()
                            .askTcp(PrivateHost.IPV4, 8080, "published")
                            .text())
                    .isEqualTo("published");
        }
        assertSilent(run("CNI_IFNAME=net7", "cnitool", "check", "net", NETNS.toString()));
        assertSilent(run("CNI_IFNAME=net7", "cnitool", "del", "net", NETNS.toString()));
        assertThat(pod.run("ip", "-brief", "link").stdout()).doesNotContain("net7");
        assertNothingIsKept();
    }

    @Test
    void failuresAreOneLineAndStatusOne() {
        assertFails(run("cnitool", "add", "nosuch", NETNS.toString()), "no net configuration with name \"nosuch\"");
        assertFails(
                run("cnitool", "add", "net", "/run/netns/nosuch"),
                "there is no network namespace at \"/run/netns/nosuch\"");
        assertFails(
                run("CNI_PATH=/nosuch", "cnitool", "add", "net", NETNS.toString()),
                "failed to find plugin \"bridge\" in path [/nosuch]");
        assertFails(run("CNI_ARGS=A", "cnitool", "add", "net", NETNS.toString()), "invalid CNI_ARGS pair \"A\"");
        assertSilent(run("cnitool", "del", "net", "/run/netns/nosuch"));
        CommandResult usage = run("cnitool", "add", "net");
        assertThat(usage.exit()).isOne();
        assertThat(usage.stderr()).contains("Usage: cnitool");
    }

    /** With an empty environment the locale is C, which knows ASCII only. */
    @Test
    void whatIsNotAsciiArrivesFromAnEmptyEnvironment() throws Exception {
        Path noting = Files.writeString(directory.resolve("bin/noting"), """
                #!/bin/sh
                echo "$CNI_COMMAND $CNI_ARGS" >> "$(dirname "$0")/calls"
                echo '{"cniVersion":"1.0.0"}'
                """);
        Files.setPosixFilePermissions(noting, PosixFilePermissions.fromString("rwxr-xr-x"));
        configure("plain", "{\"type\":\"noting\"}");
        run("CNI_ARGS=NAME=gr\u00fcn\u20ac", "cnitool", "add", "plain", NETNS.toString())
                .succeeded();
        assertThat(Files.readString(directory.resolve("bin/calls"))).isEqualTo("ADD NAME=gr\u00fcn\u20ac\n");
        assertSilent(run("cnitool", "del", "plain", NETNS.toString()));
    }
}
