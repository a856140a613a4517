// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.PortMapping;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.spi.Coverage;
import io.podnet.rootless.spi.Forward;
import io.podnet.rootless.spi.ForwardScope;
import io.podnet.rootless.spi.ForwardTarget;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SlirpForwarderTest {
    private final SlirpForwarder forwarder = new SlirpForwarder();
    private final Scopes.FakeHelpers helpers = new Scopes.FakeHelpers();

    @TempDir
    Path directory;

    private FakeSlirp slirp;
    private ForwardScope scope;

    @BeforeEach
    void start() throws IOException {
        scope = Scopes.scope("slirp4netns", directory, helpers);
        slirp = new FakeSlirp(scope.apiSocket().orElseThrow());
    }

    @AfterEach
    void stop() throws IOException {
        slirp.close();
    }

    private Map<Forward, RootlessException> reconcile(Forward... wanted) {
        return forwarder.reconcile(scope, Set.of(wanted));
    }

    private static int free() {
        return HostPorts.choose(PortMapping.parse(":80")).hostPort();
    }

    @Test
    void leadsToThePodsOwnAddress() {
        int port = free();
        assertThat(reconcile(Scopes.forward(port + ":80"))).isEmpty();
        assertThat(slirp.forwards()).containsExactly("tcp 0.0.0.0:" + port + " 10.88.0.2:80");
    }

    @Test
    void expandsRangesAndKeepsTheHostAddress() {
        PortMapping range = HostPorts.choose(PortMapping.parse("127.0.0.1::80-82/udp"));
        reconcile(new Forward(range, Scopes.POD));
        int first = range.hostPort();
        assertThat(slirp.forwards())
                .containsExactly(
                        "udp 127.0.0.1:" + first + " 10.88.0.2:80",
                        "udp 127.0.0.1:" + (first + 1) + " 10.88.0.2:81",
                        "udp 127.0.0.1:" + (first + 2) + " 10.88.0.2:82");
    }

    @Test
    void changesOnlyWhatHasToChange() {
        Forward stays = Scopes.forward(free() + ":80");
        Forward goes = Scopes.forward(free() + ":81");
        Forward comes = Scopes.forward(free() + ":82");
        reconcile(stays, goes);
        slirp.requests.clear();
        reconcile(stays, comes);
        assertThat(slirp.forwards()).hasSize(2);
        assertThat(slirp.requests).hasSize(3);
        slirp.requests.clear();
        reconcile(stays, comes);
        assertThat(slirp.requests).as("nothing to change").hasSize(1);
        reconcile();
        assertThat(slirp.forwards()).isEmpty();
    }

    @Test
    void goesOnWhenOneFails() {
        int refused = free();
        slirp.refusingPort(refused);
        Forward bad = Scopes.forward(refused + ":80");
        Forward good = Scopes.forward(free() + ":81");
        assertThat(reconcile(bad, good))
                .containsOnlyKeys(bad)
                .hasEntrySatisfying(
                        bad,
                        e -> assertThat(e)
                                .hasMessage("cannot publish port " + bad.port()
                                        + ": error from slirp4netns while setting up port"
                                        + " redirection: bad request: add_hostfwd: slirp_add_hostfwd failed"));
        assertThat(slirp.forwards()).hasSize(1);
    }

    @Test
    void namesAPortThatIsTakenAndTheCure() throws IOException {
        try (ServerSocketChannel taken = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
            taken.bind(new InetSocketAddress("127.0.0.1", 0));
            int port = ((InetSocketAddress) taken.getLocalAddress()).getPort();
            Forward forward = Scopes.forward("127.0.0.1:" + port + ":80");
            assertThat(reconcile(forward).get(forward))
                    .hasMessage("cannot publish port 127.0.0.1:" + port + ":80/tcp: listen tcp 127.0.0.1:" + port
                            + ": bind: address already in use; choose another port of the host, or stop what listens"
                            + " there (ss -lpn 'sport = :" + port + "' shows it)");
        }
        assertThat(slirp.forwards()).isEmpty();
    }

    @Test
    void reportsAStackThatDoesNotAnswer() throws IOException {
        slirp.close();
        assertThatThrownBy(() -> reconcile(Scopes.forward(free() + ":80")))
                .isInstanceOf(RootlessException.class)
                .hasMessageContaining("api.sock");
    }

    private Coverage coverage(String port, ForwardTarget target) {
        return forwarder.coverage(PortMapping.parse(port), target, scope);
    }

    @Test
    void keepsTheClientsAddress() {
        assertThat(coverage("8080:80", Scopes.POD)).isEqualTo(new Coverage.Served(true, Optional.empty()));
    }

    @Test
    void refusesWhatSlirp4netnsCannotDo() {
        assertThat(List.of(
                        coverage("8080:80/sctp", Scopes.POD),
                        coverage("[::1]:8080:80", Scopes.POD),
                        coverage("8080:80", Scopes.podWithIpv6Only()),
                        coverage("127.0.0.1:53:53/udp", Scopes.POD),
                        forwarder.coverage(
                                PortMapping.parse("8080:80"), Scopes.POD, Scopes.scope("pasta", directory, helpers))))
                .allSatisfy(each -> assertThat(each).isInstanceOf(Coverage.Refused.class));
    }

    @Test
    void warnsOfUdpOnTheHostsLoopback() {
        assertThat(coverage("53:53/udp", Scopes.POD))
                .isEqualTo(new Coverage.Served(
                        true,
                        Optional.of("cannot be reached by UDP at 127.0.0.1 without the stack option"
                                + " allow_host_loopback=true")));
        scope = new ForwardScope(
                "slirp4netns",
                true,
                scope.apiSocket(),
                true,
                List.of(),
                OptionalLong.empty(),
                Path.of("/"),
                directory,
                helpers);
        assertThat(coverage("53:53/udp", Scopes.POD)).isEqualTo(new Coverage.Served(true, Optional.empty()));
        assertThat(coverage("127.0.0.1:53:53/udp", Scopes.POD)).isInstanceOf(Coverage.Served.class);
    }
}
