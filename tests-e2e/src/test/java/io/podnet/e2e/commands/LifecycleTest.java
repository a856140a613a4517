// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.podnet.e2e.shared.KeepsPluginState;
import io.podnet.testkit.Place;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pod from {@code create} to {@code rm}. */
@KeepsPluginState
@Tag("smoke")
class LifecycleTest {
    @AfterEach
    void nothingIsLeft() {
        Called.here("rm", "--all", "--force").ok();
    }

    @Test
    void aPodIsCreatedStartedUsedStoppedAndRemoved() throws Exception {
        String id = Called.podnet("create", "--name", "web", "-p", "8080:80").line();
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(Called.here("ps").ok().out()).hasLineCount(1).startsWith("POD ID  CREATED");
        assertThat(Called.here("ps", "--all", "--noheading").line())
                .matches(id.substring(0, 12)
                        + "  (now|\\d+ seconds? ago)  created  podnet +0\\.0\\.0\\.0:8080->80/tcp  web");

        assertThat(Called.podnet("start", "web").ok().out()).isEqualTo("web\n");
        assertThat(Called.here("ps", "-q").line()).isEqualTo(id.substring(0, 12));
        Called.here("start", "web").failed(125, "pod web: it is running already");
        assertThat(Called.podnet("exec", "web", "ip", "-brief", "address", "show", "eth0")
                        .line())
                .matches("eth0@if\\d+ +UP +10\\.87\\..*");
        assertThat(Called.podnet("exec", "-e", "A=b c", "-w", "/etc", id, "sh", "-c", "pwd; echo $A; cat; exit 7"))
                .isEqualTo(new Called(7, "/etc\nb c\n", ""));

        Called.here("rm", "web")
                .failed(
                        2,
                        "cannot remove pod web (" + id.substring(0, 12)
                                + ") as it is running - running pods cannot be removed without --force");
        assertThat(Called.here("stop", "web").ok().out()).isEqualTo("web\n");
        assertThat(Called.here("stop", "web").ok().out()).isEqualTo("web\n");
        Called.podnet("exec", "web", "true").failed(125, "pod web: it is stopped, not running");
        assertThat(Called.here("ps", "-a", "--filter", "status=stopped", "--format", "json")
                        .json()
                        .findValuesAsText("Id"))
                .containsExactly(id);
        assertThat(Called.here("rm", "web").ok().out()).isEqualTo("web\n");
        Called.here("rm", "web").failed(1, "no pod with name or ID \"web\" found: no such pod");
        assertThat(Called.here("rm", "--ignore", "web").ok().out()).isEmpty();
    }

    @Test
    void aDetachedCommandServesOnUntilThePodStops() throws Exception {
        Called.here("create", "--name", "web", "-p", "8080-8081:80-81").ok();
        Called.here("start", "web").ok();
        String pid = Called.here("exec", "-d", "web", "sleep", "1000").line();
        assertThat(Place.ofProcess(Long.parseLong(pid))
                        .run("ip", "-brief", "link")
                        .succeeded()
                        .stdout())
                .contains("eth0");
        Called.here("stop", "web").ok();
        assertThat(Path.of("/proc", pid)).doesNotExist();
    }

    @Test
    void portsAreShownAsPodmanShowsThem() throws Exception {
        Called.here("create", "--name", "web", "-p", "8080-8081:80-81", "-p", "127.0.0.1:8053:53/udp")
                .ok();
        Called.here("start", "web").ok();
        assertThat(Called.here("port", "web").ok().out())
                .isEqualTo("80/tcp -> 0.0.0.0:8080\n81/tcp -> 0.0.0.0:8081\n53/udp -> 127.0.0.1:8053\n");
        assertThat(Called.here("port", "web", "53/udp").ok().out()).isEqualTo("127.0.0.1:8053\n");
        Called.here("port", "web", "53").failed(125, "failed to find published port \"53\"");
        JsonNode ports = Called.here("port", "--all", "--format", "json").json();
        assertThat(ports.findValuesAsText("host_port")).containsExactly("8080", "8081", "8053");
        assertThat(ports.get(0).fieldNames())
                .toIterable()
                .as("podman's, and then ours")
                .containsExactly(
                        "Id",
                        "Name",
                        "host_ip",
                        "container_port",
                        "host_port",
                        "range",
                        "protocol",
                        "handler",
                        "keeps_source",
                        "warning");
        assertThat(ports.findValuesAsText("handler")).containsOnly("portmap");

        JsonNode served = Called.here("inspect", "web").json().get(0).get("PublishedPorts");
        assertThat(served.findValuesAsText("HostPort")).containsExactly("8080", "8081", "8053");
        assertThat(served.get(2).toString())
                .isEqualTo("{\"ContainerPort\":\"53/udp\",\"HostIp\":\"127.0.0.1\",\"HostPort\":\"8053\",\"Range\":1,"
                        + "\"Handler\":\"portmap\",\"KeepsSource\":true,\"Warning\":\"\"}");
        Called.here("stop", "web").ok();
        assertThat(Called.here("inspect", "web").json().get(0).has("PublishedPorts"))
                .isFalse();
    }

    @Test
    void severalPodsGoOnPastOneThatFails() {
        Called.here("create", "--name", "a", "-p", "8080:80").ok();
        Called.here("create", "--name", "b", "-p", "8080:80").ok();
        Called.here("create", "--name", "c").ok();
        Called.here("start", "a", "nosuch", "c").failed(125, "no pod with name or ID \"nosuch\" found: no such pod");
        assertThat(Called.here("ps", "-q").ok().out()).as("nothing was started").isEmpty();

        Called started = Called.here("start", "a", "b", "c");
        assertThat(started.status()).isEqualTo(125);
        assertThat(started.out()).isEqualTo("a\nc\n");
        assertThat(started.err())
                .isEqualTo("Error: cannot listen on the TCP port: listen tcp4 :8080: bind: address already in use"
                        + " (published by pod a)\n");
        assertThat(Called.here("stop", "--all").ok().out()).hasLineCount(2);
    }
}
