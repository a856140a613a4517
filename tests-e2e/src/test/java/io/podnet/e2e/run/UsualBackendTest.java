// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.e2e.shared.Diagnosis;
import io.podnet.e2e.shared.KeepsPluginState;
import io.podnet.testkit.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who runs the plugins of {@code ./podnet} if nobody names a backend. */
@KeepsPluginState
@Tag("smoke")
class UsualBackendTest {
    private static final String[] ASK = {"run", "-v", "--", "bash", "-c", "exec 3<>/dev/tcp/198.51.100.1/80 && cat <&3"
    };

    @AfterEach
    void letForward() {
        Place.host().run("iptables", "-P", "FORWARD", "ACCEPT").succeeded();
    }

    @Test
    void pluginsAreCodeInTheJvmWhereThatDoesAllThatIsAskedFor() throws Exception {
        assertThat(backends(ask())).containsOnly("native");
    }

    @Test
    void executablesAreTakenWhereTheHostNeedsThem() throws Exception {
        Place.host().run("iptables", "-P", "FORWARD", "DROP").succeeded();
        Outcome outcome = ask();
        assertThat(backends(outcome)).containsOnly("exec");
        assertThat(outcome.stderr())
                .contains(
                        "not by backend native: plugin type=\"firewall\": the policy of iptables' chain FORWARD is DROP");
        assertThat(ofDoctor("networks", "podnet plugins"))
                .startsWith("run by exec; not native: ")
                .contains("the policy of iptables' chain FORWARD is DROP");
    }

    @Test
    void doctorSaysThatBothServe() throws Exception {
        for (String each : List.of("exec", "native")) {
            assertThat(ofDoctor("providers", "PluginInvoker " + each)).startsWith("used where it serves");
        }
        assertThat(ofDoctor("networks", "podnet plugins")).isEqualTo("run by native");
        assertThat(ofDoctor("plugins", "bridge")).isEqualTo("CNI 0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0, 1.0.0");
    }

    @Test
    void missingExecutablesAreNoFaultWhereCodeServes() throws Exception {
        assertThat(ofDoctor("plugins", "bridge", "--plugin-dir", "/nonexistent"))
                .isEqualTo("no executable, but CNI 0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0 without one");
        assertThat(ofDoctor("plugins", "dhcp", "--plugin-dir", "/nonexistent")).startsWith("missing");
        String[] isolated = {"run", "--plugin-dir", "/nonexistent", "--", "ip", "-brief", "link", "show", "eth0"};
        usually(isolated).succeeded();
    }

    /** Asks a server beyond the host from inside a pod: for its address as seen from there, so packets must be let through. */
    private static Outcome ask() throws Exception {
        try (Running server = Running.start(new ProcessBuilder(AddressServer.inOutsideWorld()))) {
            assertThat(server.line()).isEqualTo("ready");
            Outcome outcome = usually(ASK).succeeded();
            assertThat(outcome.stdout()).isEqualTo("203.0.113.2");
            return outcome;
        }
    }

    /** The suite names a backend. */
    private static Outcome usually(String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Launcher.command(arguments));
        builder.environment().remove("PODNET_CNI_BACKEND");
        try (Running running = Running.start(builder)) {
            return running.end();
        }
    }

    private static List<String> backends(Outcome outcome) {
        return outcome.stderr()
                .lines()
                .filter(line -> line.contains(" backend="))
                .map(line -> line.replaceFirst(".* backend=(\\w+) took .*", "$1"))
                .toList();
    }

    private static String ofDoctor(String area, String subject, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("doctor", "--format", "json"));
        arguments.addAll(List.of(options));
        return Diagnosis.read(usually(arguments.toArray(String[]::new)).stdout())
                .detail(area, subject);
    }
}
