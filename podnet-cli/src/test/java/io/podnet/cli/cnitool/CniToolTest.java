// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli.cnitool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CniToolTest {
    /** A namespace that is there for everyone, and the first 20 hex digits of the SHA-512 of its path (sha512sum). */
    private static final String LIVE = "/proc/self/ns/net";

    private static final String LIVE_ID = "cnitool-cd2667f4483f699b01b0";

    /** Notes its environment and stdin, says something on stderr, and answers ADD; fails on CHECK. */
    private static final String PLUGIN = """
            #!/bin/sh
            {
              echo "$CNI_COMMAND $CNI_CONTAINERID $CNI_NETNS $CNI_IFNAME $CNI_ARGS"
              cat
              echo
            } >> "$(dirname "$0")/calls"
            echo "noted $CNI_COMMAND" >&2
            case $CNI_COMMAND in
              ADD) echo '{"cniVersion":"1.0.0","ips":[{"address":"10.1.2.3/24"}]}' ;;
              CHECK) echo '{"code":100,"msg":"not as it was","details":"lost an address"}'; exit 1 ;;
            esac
            """;

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void configure() throws IOException {
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        Path networks = Files.createDirectory(directory.resolve("networks"));
        Path plugin = Files.writeString(plugins.resolve("noting"), PLUGIN);
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(networks.resolve("10-net.conflist"), """
                {"cniVersion":"1.0.0","name":"net","plugins":[
                  {"type":"noting","capabilities":{"portMappings":true},"big":9007199254740993}]}""");
        environment.put("CNI_PATH", plugins.toString());
        environment.put("NETCONFPATH", networks.toString());
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return new CniTool(
                        environment,
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        directory.resolve("cache"))
                .run(List.of(arguments));
    }

    private String calls() throws IOException {
        return Files.readString(directory.resolve("plugins/calls"));
    }

    @Test
    void addPrintsTheResultAndForwardsWhatThePluginSaid() throws IOException {
        assertThat(run("add", "net", LIVE)).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("""
                        {
                            "cniVersion": "1.0.0",
                            "ips": [
                                {
                                    "address": "10.1.2.3/24"
                                }
                            ]
                        }""");
        assertThat(err.toString(UTF_8)).isEqualTo("noted ADD\n");
        assertThat(calls())
                .startsWith("ADD " + LIVE_ID + " " + LIVE + " eth0 \n")
                .contains("\"big\":9007199254740993");
        assertThat(directory.resolve("cache/results/net-" + LIVE_ID + "-eth0")).exists();
    }

    @Test
    void pluginsAreExecutablesUnlessTheEnvironmentNamesABackend() throws IOException {
        Path plugins = directory.resolve("plugins");
        Files.copy(plugins.resolve("noting"), plugins.resolve("loopback"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(
                directory.resolve("networks/20-lo.conflist"),
                "{\"cniVersion\":\"1.0.0\",\"name\":\"lo\",\"plugins\":[{\"type\":\"loopback\"}]}");
        assertThat(run("add", "lo", LIVE)).isZero();
        assertThat(calls()).startsWith("ADD " + LIVE_ID);
        environment.put("PODNET_CNI_BACKEND", "nobody");
        assertThat(run("add", "net", LIVE)).isOne();
        assertThat(err.toString(UTF_8)).contains("nobody");
    }

    @Test
    void theEnvironmentNamesInterfaceAndArguments() throws IOException {
        environment.put("CNI_IFNAME", "net7");
        environment.put("CNI_ARGS", "IgnoreUnknown=1;K8S_POD_NAME=web");
        environment.put("CAP_ARGS", "{\"portMappings\":[{\"hostPort\":8080,\"containerPort\":80}],\"unused\":1}");
        assertThat(run("add", "net", LIVE)).isZero();
        assertThat(calls())
                .startsWith("ADD " + LIVE_ID + " " + LIVE + " net7 IgnoreUnknown=1;K8S_POD_NAME=web\n")
                .contains("\"runtimeConfig\":{\"portMappings\":[{\"containerPort\":80,\"hostPort\":8080}]}");
    }

    @Test
    void anOptionNamesTheInterfaceToo() throws IOException {
        environment.put("CNI_IFNAME", "");
        assertThat(run("add", "net", LIVE, "ignored")).isZero();
        assertThat(run("add", "-i", "net1", "net", LIVE)).isZero();
        assertThat(run("add", "net", LIVE, "--ifname=net2")).isZero();
        assertThat(calls()).contains(" eth0 \n", " net1 \n", " net2 \n");
    }

    @Test
    void aPluginsFailureIsOneLineAndStatusOne() {
        assertThat(run("add", "net", LIVE)).isZero();
        assertThat(run("check", "net", LIVE)).isOne();
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8).lines().toList())
                .singleElement()
                .asString()
                .contains("not as it was", "lost an address");
    }

    @Test
    void delAndGcForget() throws IOException {
        assertThat(run("add", "net", LIVE)).isZero();
        assertThat(run("del", "net", LIVE)).isZero();
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(directory.resolve("cache/results/net-" + LIVE_ID + "-eth0")).doesNotExist();
        assertThat(run("add", "net", LIVE)).isZero();
        assertThat(run("gc", "net", "/any")).isZero();
        assertThat(directory.resolve("cache/results/net-" + LIVE_ID + "-eth0")).doesNotExist();
        assertThat(calls()).contains("DEL " + LIVE_ID);
    }

    @Test
    void delOfSomethingUnknownSucceeds() {
        assertThat(run("del", "net", "/run/netns/never")).isZero();
        assertThat(run("del", "net", "/run/netns/never")).isZero();
    }

    @Test
    void statusSucceedsForVersionsWithoutIt() {
        assertThat(run("status", "net", "/any")).isZero();
        assertThat(directory.resolve("plugins/calls")).doesNotExist();
    }

    @Test
    void aNamespaceThatIsNotThereIsNamed() {
        assertThat(run("add", "net", "/run/netns/never")).isOne();
        assertThat(err.toString(UTF_8))
                .hasLineCount(1)
                .contains("there is no network namespace at \"/run/netns/never\"");
        assertThat(directory.resolve("plugins/calls")).doesNotExist();
    }

    @Test
    void aVariableChoosesLibcnisWay() throws IOException {
        environment.put("PODNET_CNI_MODE", "libcni");
        assertThat(run("add", "net", "/run/netns/never")).isZero();
        assertThat(calls()).contains("\"big\":9007199254740992");
        environment.put("PODNET_CNI_MODE", "perfect");
        assertThat(run("del", "net", "/run/netns/never")).isOne();
        assertThat(err.toString(UTF_8)).contains("PODNET_CNI_MODE", "perfect", "want libcni or improved");
    }

    @Test
    void anUnknownNetworkIsNamed() {
        assertThat(run("add", "nosuch", LIVE)).isOne();
        assertThat(err.toString(UTF_8).lines().toList())
                .singleElement()
                .asString()
                .contains("nosuch");
    }

    @Test
    void withoutAPathThereAreNoPlugins() {
        environment.remove("CNI_PATH");
        assertThat(run("add", "net", LIVE)).isOne();
        assertThat(err.toString(UTF_8)).contains("no paths provided");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "A=", "=B", "A=B=C", "A=B;", ";A=B", "A=B;;C=D"})
    void badArgumentsAreRefusedBeforeAnyPluginRuns(String args) {
        environment.put("CNI_ARGS", args);
        assertThat(run("add", "net", LIVE)).isOne();
        assertThat(err.toString(UTF_8)).startsWith("invalid CNI_ARGS pair \"");
        assertThat(directory.resolve("plugins/calls")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"x\"", "null"})
    void badCapabilityArgumentsAreRefusedBeforeAnyPluginRuns(String args) {
        environment.put("CAP_ARGS", args);
        assertThat(run("add", "net", LIVE)).isOne();
        assertThat(err.toString(UTF_8))
                .startsWith("invalid capability arguments \"")
                .hasLineCount(1);
        assertThat(directory.resolve("plugins/calls")).doesNotExist();
    }

    @Test
    void usageGoesToStderrUnlessAskedFor() {
        assertThat(run("add", "net")).isOne();
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8))
                .contains("a verb, a network and a network namespace are needed", "Usage: cnitool");
        assertThat(run("remove", "net", LIVE)).isOne();
        assertThat(err.toString(UTF_8)).contains("unknown verb remove");
        assertThat(run("ADD", "net", LIVE)).isOne();
        assertThat(run("--help")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("Usage: cnitool");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {LIVE, "/proc//self/./ns/net/", "/proc/x/../self/ns/net", "/../proc/self/ns/net"})
    void theIdIsThatOfTheCleanedPath(String netns) {
        assertThat(CniTool.containerId(CniTool.absolute(netns))).isEqualTo(LIVE_ID);
    }
}
