// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.testkit.Answer;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.Place;
import io.podnet.testkit.PlainUser;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.TestProcess;
import io.podnet.testkit.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tries from each place what the other end-to-end tests do all the time. */
class PlaceTest {
    private static final Path FILE = Path.of("/run/netns/seven");
    private final Place pod = Place.inNamespace(FILE);

    /** A pod made by hand, without any address translation: the outside has no way back to it. */
    @BeforeEach
    void makePod() throws Exception {
        Shell.run("ip netns add seven; ip link add veth7 type veth peer name eth0 netns seven;"
                + "ip address add 10.7.0.1/24 dev veth7; ip link set veth7 up; echo 1 >/proc/sys/net/ipv4/ip_forward;"
                + "ip -n seven address add 10.7.0.7/24 dev eth0; ip -n seven link set eth0 up;"
                + "ip -n seven route add default via 10.7.0.1");
    }

    @AfterEach
    void removePod() throws Exception {
        Shell.run("ip netns del seven; echo 0 >/proc/sys/net/ipv4/ip_forward");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PrivateHost.OUTSIDE_IPV4,
                PrivateHost.OUTSIDE_IPV6,
                PrivateHost.GATEWAY_IPV4,
                PrivateHost.GATEWAY_IPV6
            })
    void theHostReachesTheOutside(String address) throws Exception {
        String own = address.contains(":") ? PrivateHost.IPV6 : PrivateHost.IPV4;
        try (TestServer tcp = Place.outside().serveTcp(80);
                TestServer udp = Place.outside().serveUdp(address, 53)) {
            Answer answer = Place.host().askTcp(address, tcp.port(), "hello");
            assertThat(answer.server()).isEqualTo("outside");
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(answer.asker()).isEqualTo(InetAddress.getByName(own));
            assertThat(Place.host().askUdp(address, udp.port(), "hello")).isEqualTo(answer);
        }
    }

    @Test
    void theOutsideReachesTheHostButNothingBehindIt() throws Exception {
        try (TestServer host = Place.host().serveTcp(8080);
                TestServer inPod = pod.serveTcp(8080)) {
            assertThat(Place.outside()
                            .askTcp(PrivateHost.IPV4, host.port(), "x")
                            .server())
                    .isEqualTo("host");
            assertThat(Place.host().askTcp("10.7.0.7", inPod.port(), "x").server())
                    .isEqualTo(FILE.toString());
            assertThatThrownBy(() -> Place.outside().askTcp("10.7.0.7", inPod.port(), "x"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("unreachable");
        }
    }

    @Test
    void aPodWithoutAddressTranslationGetsNoAnswerFromTheOutside() throws Exception {
        try (TestServer udp = Place.outside().serveUdp(PrivateHost.OUTSIDE_IPV4, 53)) {
            assertThatThrownBy(() -> pod.askUdp(PrivateHost.OUTSIDE_IPV4, udp.port(), "x"))
                    .isInstanceOf(IOException.class);
            Shell.run("iptables -t nat -A POSTROUTING -s 10.7.0.0/24 -j MASQUERADE");
            Answer answer;
            try {
                answer = pod.askUdp(PrivateHost.OUTSIDE_IPV4, udp.port(), "x");
            } finally {
                Shell.run("iptables -t nat -F POSTROUTING");
            }
            assertThat(answer.asker().getHostAddress()).isEqualTo(PrivateHost.IPV4);
        }
    }

    @Test
    void codeAndCommandsRunInThePod() throws Exception {
        assertThat(pod.call(() -> Files.readString(Path.of("/proc/thread-self/net/dev"))))
                .contains("eth0")
                .doesNotContain("veth7");
        assertThat(pod.run("ip", "-brief", "address").succeeded().stdout())
                .contains("10.7.0.7/24")
                .doesNotContain("veth7");
        CommandResult failed = pod.run("sh", "-c", "echo out; echo err >&2; exit 7");
        assertThat(failed.exit()).isEqualTo(7);
        assertThat(failed.stdout()).isEqualTo("out\n");
        assertThat(failed.stderr()).isEqualTo("err\n");
        assertThatThrownBy(failed::succeeded).isInstanceOf(AssertionError.class).hasMessageContaining("exit status 7");
    }

    @Test
    void aProcessIsAPlaceToo() throws Exception {
        try (TestProcess process =
                pod.command("sh", "-c", "echo ready; exec sleep 60").start()) {
            process.awaitOutput(text -> text.equals("ready\n"), Duration.ofSeconds(5));
            assertThat(Place.ofProcess(process.pid())
                            .run("ip", "-brief", "link")
                            .lines())
                    .hasSameSizeAs(pod.run("ip", "-brief", "link").lines())
                    .anyMatch(line -> line.startsWith("eth0"));
            process.signal("TERM");
            assertThat(process.await(Duration.ofSeconds(5)).exit()).isEqualTo(128 + 15);
        }
    }

    @Test
    void whatIsLateIsKilledWithItsChildren() {
        assertThatThrownBy(() -> Place.host()
                        .command("sh", "-c", "echo so far; sleep 60; true")
                        .deadline(Duration.ofMillis(300))
                        .run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not done after PT0.3S", "so far");
    }

    private static PlainUser user;

    @BeforeAll
    static void addUser() throws Exception {
        user = PlainUser.create("seven", 1007);
    }

    @AfterAll
    static void removeDirectories() throws Exception {
        Files.delete(user.home());
        Files.delete(user.runtimeDirectory());
        Files.delete(user.home().getParent());
        Files.delete(user.runtimeDirectory().getParent());
    }

    @Test
    void aPlainUserHasNoPrivilegesButAUserNamespaceOfItsOwn() {
        assertThat(Place.host().command("id").as(user).run().succeeded().stdout())
                .isEqualTo("uid=1007(seven) gid=1007(seven) groups=1007(seven)\n");
        assertThat(Place.host()
                        .command("ip", "link", "add", "br7", "type", "bridge")
                        .as(user)
                        .run()
                        .exit())
                .isNotZero();
        assertThat(Place.host()
                        .command("sh", "-c", "touch $HOME/x $XDG_RUNTIME_DIR/x; rm $HOME/x $XDG_RUNTIME_DIR/x")
                        .as(user)
                        .run()
                        .succeeded()
                        .stderr())
                .isEmpty();
        String map = Place.host()
                .command("unshare", "--user", "--map-auto", "--map-root-user", "cat", "/proc/self/uid_map")
                .as(user)
                .run()
                .succeeded()
                .stdout();
        assertThat(map.strip().split("\\s+")).containsExactly("0", "1007", "1", "1", "100700000", "65535");
    }
}
