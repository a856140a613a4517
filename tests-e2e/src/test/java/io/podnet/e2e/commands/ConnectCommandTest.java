// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.podnet.e2e.shared.KeepsPluginState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** connect, disconnect, reload, stats, the options of new pods, and completion. */
@KeepsPluginState
class ConnectCommandTest {
    @AfterEach
    void nothingIsLeft() {
        Called.here("rm", "--all", "--force").ok();
    }

    @Test
    void aPodIsDisconnectedConnectedReloadedAndCounted() throws Exception {
        Called.here(
                        "create",
                        "--name",
                        "web",
                        "--network",
                        "podnet:ip=10.87.9.9,mac=02:00:5e:00:53:01,interface_name=net7")
                .ok();
        Called.here("start", "web").ok();
        JsonNode shown = Called.here("inspect", "web").json().at("/0/NetworkSettings/Networks/podnet");
        assertThat(List.of(
                        shown.get("IPAddress").asText(), shown.get("MacAddress").asText()))
                .containsExactly("10.87.9.9", "02:00:5e:00:53:01");

        Called.here("disconnect", "podnet", "web").ok();
        assertThat(Called.here("inspect", "web")
                        .json()
                        .at("/0/NetworkSettings/Networks")
                        .isMissingNode())
                .isTrue();
        JsonNode attached = Called.here("connect", "--format", "json", "--ip", "10.87.9.10", "podnet", "web")
                .json();
        assertThat(attached.get("Addresses").get(0).asText()).isEqualTo("10.87.9.10/16");

        assertThat(Called.here("reload", "web").ok().out()).isEqualTo("web\n");
        JsonNode stats = Called.here("stats", "web", "--format", "json").json().get(0);
        assertThat(stats.get("Interfaces").fieldNames()).toIterable().containsExactly("eth0");
        assertThat(stats.get("Total")).isEqualTo(stats.get("Interfaces").get("eth0"));
        assertThat(Called.here("stats").ok().out()).contains("RX BYTES").hasLineCount(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "|",
            value = {
                "--ip 10.88.0.300",
                "--mac-address zz",
                "--network host --ip 10.88.0.30",
                "--network podnet --network host",
                "--network host --network-alias x",
                "--network podnet:foo=bar",
                "--network podnet:ip=",
                "--network container:nosuch",
                "--network pod:",
                "--network ns:relative",
                "--dns nameserver",
                "--add-host x",
                "--add-host x:1.2.3",
                "--network-alias -x",
                "-p localhost:8080:80",
            })
    void badOptionsAreRefusedInOneLineAndNothingIsCreated(String options) {
        Called called = Called.here(("create " + options).split(" "));
        assertThat(called.status()).as("%s", called).isEqualTo(125);
        assertThat(called.err()).startsWith("Error: ").hasLineCount(1);
        assertThat(Called.here("ps", "-aq").ok().out()).isEmpty();
    }

    @Test
    void theCompletionKnowsEverySubcommandAndBashReadsIt() throws Exception {
        String script = Called.here("completion").ok().out();
        assertThat(script).contains("inspect", "disconnect", "--network-alias");
        Called.command(List.of("bash", "-n", "-c", script)).ok();
    }
}
