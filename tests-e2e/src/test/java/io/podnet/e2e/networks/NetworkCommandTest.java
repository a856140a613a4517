// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.networks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.podnet.e2e.commands.Called;
import io.podnet.testkit.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code podnet network}, with real plugins and a real host. */
@KeepsNetworkState
@Tag("smoke")
class NetworkCommandTest {
    private static final Path NETWORKS = Path.of("/etc/cni/net.d");

    private final Place host = Place.host();

    @AfterEach
    void nothingIsLeft() {
        Called.here("rm", "--all", "--force").ok();
        Called.here("network", "rm", "--force", "blue", "green", "podnet1").ok();
    }

    private boolean hasLink(String name) {
        return host.run("ip", "-brief", "link", "show", name).exit() == 0;
    }

    @Test
    void aNetworkIsMadeUsedShownAndRemoved() throws Exception {
        assertThat(Called.podnet("network", "create", "--disable-dns").ok().out())
                .isEqualTo("podnet1\n");
        Called.here("create", "--name", "web", "--network", "podnet1").ok();
        Called.here("start", "web").ok();
        assertThat(hasLink("podnet1")).isTrue();

        JsonNode network = Called.here("network", "inspect", "podnet1").json().get(0);
        assertThat(network.path("network_interface").asText()).isEqualTo("podnet1");
        assertThat(network.path("subnets").get(0).path("subnet").asText()).isEqualTo("10.89.0.0/24");
        String id = network.path("id").asText();
        assertThat(Called.here("network", "ls", "--filter", "name=podnet1", "--noheading")
                        .ok()
                        .out())
                .isEqualTo(id.substring(0, 12) + "  podnet1  bridge  10.89.0.0/24\n");
        assertThat(Called.here("network", "ls", "-q").ok().out()).isEqualTo("podnet\npodnet1\n");

        Called.here("network", "rm", "podnet1")
                .failed(
                        2,
                        "\"podnet1\" has associated pods with it. Use -f to forcibly delete pods: network is being used");
        Called.here("rm", "--force", "web").ok();
        assertThat(Called.here("network", "rm", id.substring(0, 8)).ok().out()).isEqualTo(id.substring(0, 8) + "\n");
        assertThat(NETWORKS.resolve("podnet1.conflist")).doesNotExist();
        assertThat(hasLink("podnet1")).isFalse();
    }

    @Test
    void forceRemovesThePodsToo() {
        Called.here("network", "create", "--disable-dns", "blue").ok();
        Called.here("create", "--name", "a", "--network", "blue").ok();
        Called.here("create", "--name", "b", "--network", "blue", "--network", "podnet")
                .ok();
        Called.here("create", "--name", "c").ok();
        Called.here("start", "a", "b").ok();
        assertThat(Called.here("network", "rm", "--force", "blue", "nosuch")
                        .ok()
                        .out())
                .isEqualTo("blue\n");
        assertThat(Called.here("ps", "--all", "--noheading").ok().out())
                .hasLineCount(1)
                .endsWith("  c\n");
        assertThat(host.run("ip", "netns", "list").stdout()).doesNotContain("podnet-");
        assertThat(hasLink("podnet1")).isFalse();
    }

    @Test
    void aBridgeThatSomebodyElseNeedsStays() {
        Called.here(
                        "network",
                        "create",
                        "--disable-dns",
                        "--interface-name",
                        "podnetbr",
                        "--subnet",
                        "10.77.0.0/24",
                        "blue")
                .ok();
        host.run("ip", "link", "add", "podnetbr", "type", "bridge").succeeded();
        host.run("ip", "link", "add", "port7", "type", "veth", "peer", "name", "port8")
                .succeeded();
        host.run("ip", "link", "set", "port7", "master", "podnetbr").succeeded();
        try {
            Called.here("network", "rm", "blue").ok();
            assertThat(hasLink("podnetbr")).as("it has a port").isTrue();

            host.run("ip", "link", "del", "port7").succeeded();
            host.run("ip", "address", "add", "192.168.7.1/24", "dev", "podnetbr")
                    .succeeded();
            Called.here(
                            "network",
                            "create",
                            "--disable-dns",
                            "--interface-name",
                            "podnetbr",
                            "--subnet",
                            "10.77.0.0/24",
                            "blue")
                    .ok();
            Called.here("network", "rm", "blue").ok();
            assertThat(hasLink("podnetbr")).as("it has an address of its own").isTrue();

            host.run("ip", "address", "flush", "dev", "podnetbr").succeeded();
            host.run("ip", "address", "add", "10.77.0.1/24", "dev", "podnetbr").succeeded();
            Called.here("network", "create", "--interface-name", "podnetbr", "--subnet", "10.77.0.0/24", "blue")
                    .failed(125, "subnet 10.77.0.0/24 is already used on the host or by another config");
        } finally {
            host.run("ip", "link", "del", "port7");
            host.run("ip", "link", "del", "podnetbr").succeeded();
        }
    }

    @Test
    void whatIsWrongIsSaidInPodmansWords() throws Exception {
        Called.here("network", "create", "--gateway", "10.61.0.1", "blue")
                .failed(125, "cannot set gateway or range without subnet");
        Called.here("network", "create", "--subnet", "10.60.0.0", "blue")
                .failed(125, "invalid CIDR address: 10.60.0.0");
        Called.here("network", "create", "--subnet", "10.60.0.0/24", "--gateway", "10.60.0.7", "--gateway", "10.60.0.8")
                .failed(125, "cannot set more gateways than subnets");
        Called.here("network", "create", "-o", "mtu", "blue").failed(125, "mtu  must be between 0 and 65535");
        Called.here("network", "create", "--label", "=x", "blue")
                .failed(125, "failed to parse labels: invalid label format: \"=x\"");
        Called.here("network", "create", "-d", "foo", "blue")
                .failed(125, "unsupported driver foo: want bridge, macvlan or ipvlan");
        Called.here("network", "create", "--subnet", "203.0.113.0/25", "blue")
                .failed(125, "subnet 203.0.113.0/25 is already used on the host or by another config");
        Called.here("network", "create", "podnet")
                .failed(125, "network name podnet already used: network already exists");
        Called.here("network", "create", "-d", "macvlan", "-o", "parent=nope", "blue")
                .failed(125, "parent interface nope does not exist");
        Called.here("network", "rm", "podnet").failed(125, "default network podnet cannot be removed");
        Called.here("network", "rm", "nope")
                .failed(1, "unable to find network with name or ID nope: network not found (in /etc/cni/net.d)");
        assertThat(Called.here("network", "inspect", "podnet", "nope")).satisfies(called -> {
            assertThat(called.status()).isEqualTo(125);
            assertThat(called.out()).contains("\"name\": \"podnet\"");
            assertThat(called.err())
                    .startsWith("Error: inspecting object: network nope: unable to find network with name or ID nope");
        });
        assertThat(NETWORKS.resolve("blue.conflist")).doesNotExist();
    }

    @Test
    void filesThatCannotBeUsedHideNothing() throws Exception {
        Files.createDirectories(NETWORKS);
        Path bad = Files.writeString(NETWORKS.resolve("00-bad.conflist"), "{\"name\":\"bad\",\"plugins\":7}");
        Path odd = Files.writeString(
                NETWORKS.resolve("01-odd.conflist"),
                "{\"cniVersion\":\"0.4.0\",\"name\":\"odd\",\"plugins\":[{\"type\":\"bridge\",\"isGateway\":true,"
                        + "\"ipam\":{\"type\":\"host-local\",\"ranges\":[[{\"subnet\":\"10.300.0.0/24\"}]]}}]}");
        Path evil = Files.writeString(
                NETWORKS.resolve("02-evil.conflist"),
                "{\"cniVersion\":\"0.4.0\",\"name\":\"../../tmp/x\",\"plugins\":[{\"type\":\"bridge\"}]}");
        try {
            assertThat(Called.here("network", "ls", "-q").ok().out()).isEqualTo("podnet\n");
            assertThat(Called.here("network", "rm", "../../tmp/x").err()).contains("02-evil.conflist");
            assertThat(Called.here("network", "rm", "bad").err()).contains("00-bad.conflist");
            assertThat(Called.here("network", "inspect", "odd").err())
                    .contains("01-odd.conflist")
                    .contains("10.300.0.0/24");
            assertThat(Called.here("network", "create", "--disable-dns", "blue")
                            .ok()
                            .out())
                    .isEqualTo("blue\n");
        } finally {
            Files.delete(bad);
            Files.delete(odd);
            Files.delete(evil);
        }
    }
}
