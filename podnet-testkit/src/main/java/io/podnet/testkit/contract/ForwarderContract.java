// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.Availability;
import io.podnet.base.PortMapping;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.spi.Coverage;
import io.podnet.rootless.spi.Forward;
import io.podnet.rootless.spi.ForwardScope;
import io.podnet.rootless.spi.PortForwarder;
import io.podnet.testkit.Answer;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every {@link PortForwarder} does; a backend's test extends it, names a stack that it works with, and runs as root on
 * a private host. Stack, pod and the handler's own processes are a plain user's.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Tag("contract")
public abstract class ForwarderContract extends ForwarderFixture {
    private static final PortMapping WEB = PortMapping.parse("17080:7080");
    private static final PortMapping OTHER = PortMapping.parse("17081:7080");
    private static final PortMapping NAMES = PortMapping.parse("17053:7053/udp");

    /** For subclasses. */
    protected ForwarderContract() {}

    @Test
    void itIsThere() {
        assertThat(forwarder().name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(forwarder().probe()).isInstanceOf(Availability.Available.class);
    }

    @Test
    void itSaysWhatItServesAndWhyNot() {
        try (RunningStack stack = startStack(List.of(WEB))) {
            ForwardScope scope = scope(stack, List.of(WEB));
            assertThat(forwarder().coverage(WEB, pod(), scope)).isInstanceOf(Coverage.Served.class);
            assertThat(forwarder().coverage(PortMapping.parse("17080:7080/sctp"), pod(), scope))
                    .as("there is no user-mode SCTP")
                    .isInstanceOfSatisfying(
                            Coverage.Refused.class,
                            refused -> assertThat(refused.reason()).isNotBlank());
            assertThat(helpers().running()).as("it has changed nothing").isEmpty();
            assertThatThrownBy(() -> Place.outside().askTcp(PrivateHost.IPV4, 17080, "?"))
                    .as("asked whether, it publishes nothing; what the stack was started with has no server yet")
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void tcpAndUdpLeadToThePod() throws Exception {
        List<PortMapping> ports = List.of(WEB, NAMES);
        try (RunningStack stack = startStack(ports);
                TestServer tcp = inside().serveTcp(7080);
                TestServer udp = inside().serveUdp(podAddress(), 7053)) {
            ForwardScope scope = scope(stack, ports);
            assertThat(forwarder().reconcile(scope, forwards(ports))).isEmpty();
            Answer answer = Place.outside().askTcp(PrivateHost.IPV4, 17080, "knock");
            assertThat(answer.server()).isEqualTo(inside().toString());
            assertSource(answer, WEB, scope);
            assertSource(Place.outside().askUdp(PrivateHost.IPV4, 17053, "knock"), NAMES, scope);
            assertThat(tcp.port()).isNotEqualTo(udp.port());
        }
    }

    private void assertSource(Answer answer, PortMapping port, ForwardScope scope) throws IOException {
        if (forwarder().coverage(port, pod(), scope) instanceof Coverage.Served served && served.keepsSource()) {
            assertThat(answer.asker()).isEqualTo(InetAddress.getByName(PrivateHost.GATEWAY_IPV4));
        } else {
            assertThat(answer.asker()).isNotEqualTo(InetAddress.getByName(PrivateHost.GATEWAY_IPV4));
        }
    }

    @Test
    void askedForTheSameAgainItBreaksNoConnection() throws Exception {
        List<PortMapping> ports = List.of(WEB);
        try (RunningStack stack = startStack(ports);
                TestServer server = inside().serveTcp(7080)) {
            ForwardScope scope = scope(stack, ports);
            assertThat(forwarder().reconcile(scope, forwards(ports))).isEmpty();
            try (Socket open = Place.outside().call(Socket::new)) {
                open.connect(new InetSocketAddress(PrivateHost.IPV4, 17080), 5_000);
                assertThat(forwarder().reconcile(scope, forwards(ports))).isEmpty();
                open.setSoTimeout(5_000);
                open.getOutputStream().write("still there?\n".getBytes(StandardCharsets.UTF_8));
                assertThat(open.getInputStream().read())
                        .as("the connection answers")
                        .isPositive();
                assertThat(server.port()).isEqualTo(7080);
            }
        }
    }

    @Test
    void portsComeAndGoWhileTheStackRunsOrAreRefused() throws Exception {
        try (RunningStack stack = startStack(List.of());
                TestServer server = inside().serveTcp(7080)) {
            ForwardScope scope = scope(stack, List.of());
            if (forwarder().coverage(WEB, pod(), scope) instanceof Coverage.Refused refused) {
                assertThat(refused.reason()).isNotBlank();
                assertThat(forwarder().reconcile(scope, forwards(List.of(WEB))).values())
                        .singleElement()
                        .satisfies(failure -> assertThat(failure).hasMessageContaining("17080"));
                return;
            }
            assertThat(forwarder().reconcile(scope, forwards(List.of(WEB)))).isEmpty();
            assertThat(forwarder().reconcile(scope, forwards(List.of(WEB, OTHER))))
                    .isEmpty();
            assertThat(askWeb(17080)).isEqualTo("knock");
            assertThat(askWeb(17081)).isEqualTo("knock");
            assertThat(forwarder().reconcile(scope, forwards(List.of(OTHER)))).isEmpty();
            assertThat(askWeb(17081)).isEqualTo("knock");
            assertThatThrownBy(() -> askWeb(17080)).isInstanceOf(IOException.class);
            assertThat(forwarder().reconcile(scope, Set.of())).isEmpty();
            assertThatThrownBy(() -> askWeb(17081)).isInstanceOf(IOException.class);
            assertThat(helpers().running()).as("processes that serve nothing").isEmpty();
            assertThat(server.port()).isEqualTo(7080);
        }
    }

    @Test
    void aPortThatSomebodyElseHasIsNamedAndTheOthersAreServed() throws Exception {
        try (RunningStack stack = startStack(List.of());
                TestServer server = inside().serveTcp(7080);
                TestServer taken = Place.host().serveTcp(17080)) {
            ForwardScope scope = scope(stack, List.of());
            if (forwarder().coverage(WEB, pod(), scope) instanceof Coverage.Refused) {
                // Such ports are the stack's own from its start on, which fails then.
                return;
            }
            Map<Forward, RootlessException> failed = forwarder().reconcile(scope, forwards(List.of(WEB, OTHER)));
            assertThat(failed).containsOnlyKeys(new Forward(WEB, pod()));
            assertThat(failed.values().iterator().next())
                    .hasMessageContaining("17080")
                    .hasMessageContaining("in use");
            assertThat(askWeb(17081)).isEqualTo("knock");
            assertThat(taken.port()).isNotEqualTo(server.port());
        }
    }

    @Test
    void aStackThatWasStartedAgainIsToldEverythingAgain() throws Exception {
        List<PortMapping> ports = List.of(WEB);
        try (RunningStack stack = startStack(ports)) {
            assertThat(forwarder().reconcile(scope(stack, ports), forwards(ports)))
                    .isEmpty();
            stack.kill();
        }
        try (RunningStack again = startStack(ports);
                TestServer server = inside().serveTcp(7080)) {
            assertThat(forwarder().reconcile(scope(again, ports), forwards(ports)))
                    .isEmpty();
            assertThat(askWeb(17080)).isEqualTo("knock");
            assertThat(server.port()).isEqualTo(7080);
        }
    }

    private static String askWeb(int port) throws IOException {
        return Place.outside().askTcp(PrivateHost.IPV4, port, "knock").text();
    }
}
