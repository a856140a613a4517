package io.podnet.e2e.rootless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.testkit.Answer;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.RequiresTool;
import io.podnet.testkit.TestServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Published ports of a user's pods on a bridge, by each stack, TCP and UDP, IPv4 and IPv6, asked from the host's loopback,
 * from its address and from a third host: each works and shows the address that is said, or is refused with the reason.
 */
@OnPrivateHost
@KeepsUserState
@RequiresTool({"slirp4netns", "pasta", "newuidmap"})
class PublishTest {
    private static final String WITHOUT_ROOTLESSPORT = "-Dpodnet.rootless.rootlessport.path=/nonexistent";

    /** How slirp4netns shows the host's loopback: its gateway. */
    private static final String SLIRP_GATEWAY = "10.0.2.2";

    private static User user;

    @BeforeAll
    @Timeout(600) // podnet may have to be built
    static void prepare() throws Exception {
        user = User.create();
    }

    @AfterAll
    static void cleanUp() {
        if (user != null) {
            user.close();
        }
    }

    @Test
    void slirp4netnsLeadsTcpAndUdpOnIpv4ToThePodAndKeepsTheClientsAddress() throws Exception {
        try (UserPod pod = UserPod.run(
                        user,
                        "--stack",
                        "slirp4netns",
                        "-p",
                        "18080:80",
                        "-p",
                        "127.0.0.1:18081:80",
                        "-p",
                        "18053:53/udp");
                TestServer tcp = pod.inside().serveTcp(80);
                TestServer udp = pod.inside().serveUdp(pod.address(), 53)) {
            assertThat(tcp.port()).isNotEqualTo(udp.port());
            assertThat(asker(Place.host().askTcp("127.0.0.1", 18080, "?"))).isEqualTo(SLIRP_GATEWAY);
            assertThat(asker(Place.host().askTcp(PrivateHost.IPV4, 18080, "?"))).isEqualTo(PrivateHost.IPV4);
            assertThat(asker(Place.outside().askTcp(PrivateHost.IPV4, 18080, "?")))
                    .isEqualTo(PrivateHost.GATEWAY_IPV4);
            assertThat(asker(Place.host().askTcp("127.0.0.1", 18081, "?"))).isEqualTo(SLIRP_GATEWAY);
            assertThatThrownBy(() -> Place.outside().askTcp(PrivateHost.IPV4, 18081, "?"))
                    .as("on loopback only")
                    .isInstanceOf(IOException.class);

            assertThat(asker(Place.host().askUdp(PrivateHost.IPV4, 18053, "?"))).isEqualTo(PrivateHost.IPV4);
            assertThat(asker(Place.outside().askUdp(PrivateHost.IPV4, 18053, "?")))
                    .isEqualTo(PrivateHost.GATEWAY_IPV4);
            assertThatThrownBy(() -> Place.host().askUdp("127.0.0.1", 18053, "?"))
                    .as("accepted with a warning: the answer would leave by the closed gateway")
                    .isInstanceOf(IOException.class);
        }
        assertThat(user.remains()).isEmpty();
    }

    @Test
    void slirp4netnsOpenToTheHostsLoopbackAnswersUdpThereToo() throws Exception {
        try (UserPod pod = UserPod.run(
                        user, "--stack", "slirp4netns:allow_host_loopback=true", "-p", "127.0.0.1:18053:53/udp");
                TestServer udp = pod.inside().serveUdp(pod.address(), 53)) {
            assertThat(udp.port()).isEqualTo(53);
            assertThat(asker(Place.host().askUdp("127.0.0.1", 18053, "?"))).isEqualTo(SLIRP_GATEWAY);
        }
    }

    @Test
    void whatNobodyCanServeIsRefusedWithTheReasonsAndNothingIsLeft() {
        refuses("the host's IPv6 by slirp4netns", "IPv4 addresses of the host only", "slirp4netns", "[::1]:18080:80");
        refuses("UDP on loopback", "allow_host_loopback=true", "slirp4netns", "127.0.0.1:18053:53/udp");
        refuses("any port by a shared pasta", "pasta takes ports only when it starts", "pasta", "18080:80");
    }

    private static void refuses(String what, String reason, String stack, String port) {
        CommandResult result = user.podnet("run", "--stack", stack, "-p", port, "--", "true")
                .environment("JDK_JAVA_OPTIONS", WITHOUT_ROOTLESSPORT)
                .run();
        assertThat(result.exit()).as(what).isEqualTo(125);
        assertThat(result.stderr())
                .as(what)
                .contains("cannot publish port " + port)
                .contains(reason);
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    @Test
    void portsThatAPlainUserCannotHaveAreRefusedBeforeAnythingIsMade() throws Exception {
        CommandResult privileged = user.run("run", "-p", "80:80", "--", "true");
        assertThat(privileged.exit()).isEqualTo(125);
        assertThat(privileged.stderr())
                .contains("cannot expose privileged port 80, you can add 'net.ipv4.ip_unprivileged_port_start=80' to"
                        + " /etc/sysctl.conf (currently 1024), or choose a larger port number (>= 1024)");

        try (TestServer taken = Place.host().serveTcp(18080)) {
            CommandResult result = user.run("run", "-p", taken.port() + ":80", "--", "true");
            assertThat(result.exit()).isEqualTo(125);
            assertThat(result.stderr()).contains("18080: bind: address already in use");
        }
        assertThat(user.remains()).isEmpty();
    }

    @Test
    @RequiresTool("/usr/lib/podman/rootlessport")
    void rootlesskitServesAnyStackAndIpv6WithThePodsOwnAddress() throws Exception {
        try (UserPod pod = UserPod.run(
                        user, "--stack", "pasta", "-p", "18080:80", "-p", "[::1]:18081:80", "-p", "18053:53/udp");
                TestServer tcp = pod.inside().serveTcp(80);
                TestServer udp = pod.inside().serveUdp(pod.address(), 53)) {
            String own = pod.address();
            assertThat(tcp.port()).isNotEqualTo(udp.port());
            assertThat(asker(Place.host().askTcp("127.0.0.1", 18080, "?"))).isEqualTo(own);
            assertThat(asker(Place.host().askTcp(PrivateHost.IPV4, 18080, "?"))).isEqualTo(own);
            assertThat(asker(Place.outside().askTcp(PrivateHost.IPV4, 18080, "?")))
                    .isEqualTo(own);
            assertThat(asker(Place.outside().askTcp(PrivateHost.IPV6, 18080, "?")))
                    .isEqualTo(own);
            assertThat(asker(Place.host().askTcp("::1", 18081, "?"))).isEqualTo(own);
            assertThat(asker(Place.host().askUdp("127.0.0.1", 18053, "?"))).isEqualTo(own);
            assertThat(asker(Place.outside().askUdp(PrivateHost.IPV4, 18053, "?")))
                    .isEqualTo(own);
        }
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    @Test
    void aHundredMegabytesArriveIntact() throws Exception {
        try (UserPod pod = UserPod.run(user, "--stack", "slirp4netns", "-p", "18080:80")) {
            new Transfer(pod.inside(), 80).into(Place.outside(), PrivateHost.IPV4, 18080);
        }
        try (UserPod pod = UserPod.run(user, "--stack", "pasta")) {
            new Transfer(Place.outside(), 80).into(pod.inside(), PrivateHost.OUTSIDE_IPV4, 80);
        }
    }

    private static String asker(Answer answer) {
        return answer.asker().getHostAddress();
    }
}
