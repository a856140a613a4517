// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import io.podnet.base.PortMapping;
import io.podnet.rootless.spi.PreparedStack;
import io.podnet.rootless.spi.StackRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PastaStackTest {
    private static final String HELP = """
            Usage: pasta [OPTION]... [COMMAND] [ARGS]...
              -d, --debug\t\tBe verbose
              -q, --quiet\t\tDon't print informational messages
            Failed to send 49 bytes to syslog
              -f, --foreground\tDon't run in background
              -P, --pid FILE\tWrite own PID to the given file
              -m, --mtu MTU\tAssign MTU via DHCP/NDP
              -D, --dns ADDR\tUse IPv4 or IPv6 address as DNS
              -I, --ns-ifname NAME\tnamespace interface name
              --runas UID|UID:GID \tRun as given UID, GID, which can be
              --dns-forward ADDR\tForward DNS queries sent to ADDR
              --no-map-gw\t\tDon't map gateway address to host
              -4, --ipv4-only\tEnable IPv4 operation only
              -t, --tcp-ports SPEC\tTCP port forwarding to namespace
                -t 22\tForward local port 22 to port 22 in netns
              -u, --udp-ports SPEC\tUDP port forwarding to namespace
              -T, --tcp-ns SPEC\tTCP port forwarding to init namespace
              -U, --udp-ns SPEC\tUDP port forwarding to init namespace
              --netns PATH|NAME\tTarget network namespace to join
              --config-net\t\tConfigure tap interface in namespace""";

    @TempDir
    Path directory;

    private FakeProgram program;

    @BeforeEach
    void install() throws IOException {
        program = FakeProgram.printing(directory, "pasta", HELP);
    }

    @AfterEach
    void uninstall() {
        program.close();
    }

    private PreparedStack prepare(List<String> options, PortMapping... ports) {
        return new PastaStack()
                .prepare(new StackRequest(
                        OptionalLong.of(4711),
                        Path.of("/proc/4711/ns/net"),
                        options,
                        Optional.empty(),
                        List.of(ports),
                        directory,
                        "web"));
    }

    private String words(List<String> options, PortMapping... ports) {
        return prepare(options, ports).command().toString().replace(directory.toString(), "DIR");
    }

    @Test
    void startsWithPodmansDefaults() {
        assertThat(words(List.of()))
                .isEqualTo("DIR/pasta --config-net --dns-forward 169.254.1.1 -t none -u none -T none -U none"
                        + " --no-map-gw --quiet --foreground --pid DIR/web.pid --userns /proc/4711/ns/user"
                        + " --netns /proc/4711/ns/net");
    }

    @Test
    void mapsTheHostWhereTheVersionCan() throws IOException {
        program = FakeProgram.printing(directory, "pasta", HELP + "\n  --map-guest-addr ADDR\tTranslate ADDR\n");
        assertThat(words(List.of())).endsWith(" --map-guest-addr 169.254.1.2");
        assertThat(words(List.of("--map-guest-addr", "none"))).doesNotContain("169.254.1.2");
    }

    @Test
    void publishesPortsAlwaysAsRanges() {
        assertThat(words(
                        List.of(),
                        PortMapping.parse("127.0.0.1:8080:80"),
                        PortMapping.parse("[::1]:5300-5302:53-55/udp"),
                        PortMapping.parse("443:443")))
                .contains(" -t 127.0.0.1/8080-8080:80-80 -u ::1/5300-5302:53-55 -t 443-443:443-443 --dns-forward")
                .contains(" -T none -U none ")
                .doesNotContain("-t none")
                .doesNotContain("-u none");
    }

    @Test
    void refusesSctpInPodmansWords() {
        assertThatThrownBy(() -> prepare(List.of(), PortMapping.parse("80:80/sctp")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("can't forward protocol: sctp");
    }

    @Test
    void leavesOutDefaultsThatTheUserDecided() {
        assertThat(words(List.of("--tcp-ports", "auto", "-T", "5432", "--map-gw", "--dns-forward=9.9.9.9", "-d")))
                .isEqualTo("DIR/pasta --config-net --tcp-ports auto -T 5432 --dns-forward 9.9.9.9 -d -u none -U none"
                        + " --foreground --pid DIR/web.pid --userns /proc/4711/ns/user --netns /proc/4711/ns/net");
    }

    @Test
    void tellsWhatTheNamespaceGets() {
        assertThat(prepare(List.of()).addresses().dns().get(0).getHostAddress()).isEqualTo("169.254.1.1");
        assertThat(prepare(List.of("--dns-forward", "9.9.9.9"))
                        .addresses()
                        .dns()
                        .get(0)
                        .getHostAddress())
                .isEqualTo("9.9.9.9");
        assertThat(prepare(List.of("-I", "net0")).interfaceName()).contains("net0");
        assertThat(prepare(List.of()).interfaceName()).isEmpty();
        assertThat(prepare(List.of("-4")).ipv6()).isFalse();
        assertThat(prepare(List.of("--map-gw")).hostLoopback()).isTrue();
    }

    @Test
    void namesTheInterfaceAsAskedFor() {
        StackRequest request = new StackRequest(
                OptionalLong.of(1),
                Path.of("/proc/1/ns/net"),
                List.of(),
                Optional.of("tap0"),
                List.of(),
                directory,
                "shared");
        PreparedStack stack = new PastaStack().prepare(request);
        assertThat(stack.interfaceName()).contains("tap0");
        assertThat(stack.command().toString()).contains(" --ns-ifname tap0 ");
    }

    @Test
    void takesAnEmptyServerToMeanNone() {
        assertThat(words(List.of("-D", ""))).contains("--config-net -D  --dns-forward");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--netns,/proc/1/ns/net | invalid pasta option \"--netns\": is podnet's own to decide",
                "--pid=/etc/passwd      | invalid pasta option \"--pid=/etc/passwd\": is podnet's own to decide",
                "-P,/etc/passwd         | invalid pasta option \"-P\": is podnet's own to decide",
                "-f                     | invalid pasta option \"-f\": is podnet's own to decide",
                "--runas,0              | invalid pasta option \"--runas\": is podnet's own to decide",
                "--net,/proc/1/ns/net   | invalid pasta option \"--net\": the installed pasta has no such option",
                "--map-guest-addr,1.2.3.4 | invalid pasta option \"--map-guest-addr\": the installed pasta has no such"
                        + " option",
                "4711                   | invalid pasta option \"4711\": is no option; options begin with a dash",
                "-q,sh                  | invalid pasta option \"sh\": is no option; options begin with a dash",
                "-t8080                 | invalid pasta option \"-t8080\": write \"-t,8080\", the option and its value as"
                        + " separate words",
                "-t                     | invalid pasta option \"-t\": wants a value, as the next word after a comma",
                "-t,--debug             | invalid pasta option \"-t\": wants a value, not \"--debug\"",
                "--tcp-ports=           | invalid pasta option \"--tcp-ports\": wants a value",
                "-m,70000               | invalid mtu \"70000\": pasta takes 0 to 65520",
                "--mtu=x                | invalid mtu \"x\": pasta takes 0 to 65520",
            })
    void refusesWhatPastaWouldTrip(String options, String message) {
        List<String> words = Stream.of(options.split(",", -1)).toList();
        assertThatThrownBy(() -> prepare(words))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(message);
    }
}
