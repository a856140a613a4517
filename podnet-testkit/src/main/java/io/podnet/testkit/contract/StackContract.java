// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.podnet.base.Availability;
import io.podnet.base.InvalidValueException;
import io.podnet.base.PortMapping;
import io.podnet.rootless.spi.PreparedStack;
import io.podnet.rootless.spi.UserStack;
import io.podnet.testkit.Answer;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every {@link UserStack} does; a backend's test extends it and runs as root on a private host. The stack itself is
 * run by a user without privileges, in a namespace of that user's.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Tag("contract")
public abstract class StackContract extends StackFixture {
    private static final String FAR_IPV4 = "198.51.100.1";
    private static final String FAR_IPV6 = "2001:db8:100::1";

    /** For subclasses. */
    protected StackContract() {}

    @Test
    void itIsThereAndTellsItsVersion() {
        assertThat(stack().name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(stack().probe()).isInstanceOf(Availability.Available.class);
    }

    @Test
    void anOptionThatItDoesNotKnowIsRefusedBeforeAnythingIsMade() {
        assertThatThrownBy(() -> stack().prepare(request(List.of("--no-such-option=1"), List.of())))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("no-such-option");
        assertThat(directory()).isEmptyDirectory();
    }

    @Test
    void preparingChangesNothing() {
        stack().prepare(request(List.of(), List.of()));
        assertThat(directory()).isEmptyDirectory();
        assertThat(inside().run("ip", "-brief", "link").stdout()).doesNotContain(INTERFACE);
    }

    @Test
    void onceItIsReadyTheOutsideIsReached() throws Exception {
        try (RunningStack running = start(List.of(), List.of());
                TestServer server = Place.outside().serveTcp(7000)) {
            assertThat(running.prepared().interfaceName()).contains(INTERFACE);
            Answer answer = inside().askTcp(FAR_IPV4, server.port(), "hello");
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(answer.asker()).as("the host speaks for us").isEqualTo(address(PrivateHost.IPV4));
        }
        try (RunningStack running = start(List.of(), List.of());
                TestServer server = Place.outside().serveUdp(FAR_IPV4, 7001)) {
            assertThat(running.isAlive()).isTrue();
            assertThat(inside().askUdp(FAR_IPV4, server.port(), "hello").asker())
                    .isEqualTo(address(PrivateHost.IPV4));
        }
    }

    @Test
    void theOutsideIsReachedByIpv6IfItSaysSo() throws Exception {
        try (RunningStack running = start(List.of(), List.of());
                TestServer server = Place.outside().serveTcp(7000)) {
            assumeTrue(running.prepared().ipv6(), stack().name() + " carries no IPv6");
            assertThat(ask6(server.port()).asker()).isEqualTo(address(PrivateHost.IPV6));
        }
    }

    // An address by router advertisement takes a moment.
    private Answer ask6(int port) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (true) {
            try {
                return inside().askTcp(FAR_IPV6, port, "hello");
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    @Test
    void namesAreLookedUpAtTheAddressesThatItTells() throws Exception {
        try (RunningStack running = start(List.of(), List.of());
                TestServer server = Place.outside().serveUdp(PrivateHost.GATEWAY_IPV4, 53)) {
            InetAddress dns = running.prepared().addresses().dns().get(0);
            assertThat(inside().askUdp(dns.getHostAddress(), server.port(), "who is it?")
                            .text())
                    .isEqualTo("who is it?");
        }
    }

    @Test
    void theNamespaceHasTheAddressThatItTells() {
        try (RunningStack running = start(List.of(), List.of())) {
            PreparedStack prepared = running.prepared();
            String addresses =
                    inside().run("ip", "-oneline", "address", "show", "up").stdout();
            assertThat(addresses).as("it is on").contains(INTERFACE);
            prepared.addresses()
                    .guest()
                    .ifPresent(guest -> assertThat(addresses).contains(" " + guest.getHostAddress() + "/"));
            prepared.addresses()
                    .gateway()
                    .ifPresent(gateway -> assertThat(inside().run("ip", "route", "show", "default")
                                    .stdout())
                            .contains("via " + gateway.getHostAddress() + " "));
        }
    }

    @Test
    void theHostsLoopbackIsOutOfReach() throws Exception {
        try (RunningStack running = start(List.of(), List.of());
                TestServer server = Place.host().serveTcp(7000)) {
            assertThat(running.prepared().hostLoopback()).isFalse();
            for (InetAddress gateway :
                    running.prepared().addresses().gateway().stream().toList()) {
                assertThatThrownBy(() -> inside().askTcp(gateway.getHostAddress(), server.port(), "hello"))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aSecondOneOnTheSameInterfaceDiesAndSaysWhy() {
        try (RunningStack first = start(List.of(), List.of());
                RunningStack second = launch("second", List.of(), List.of())) {
            assertThat(second.awaitEnd()).as("its exit status").isNotZero();
            assertThat(second.isReady()).isFalse();
            assertThat(second.words()).isNotBlank();
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void killedItLeavesAPlaceWhereItCanBeStartedAgain() throws Exception {
        try (RunningStack first = start(List.of(), List.of())) {
            first.kill();
        }
        try (RunningStack again = start(List.of(), List.of());
                TestServer server = Place.outside().serveTcp(7000)) {
            assertThat(again.isAlive()).isTrue();
            assertThat(inside().askTcp(FAR_IPV4, server.port(), "again").text()).isEqualTo("again");
        }
    }

    @Test
    void portsAreServedFromItsStartOrRefused() throws Exception {
        List<PortMapping> ports = List.of(PortMapping.parse("17080:7080"));
        if (!stack().takesPortsAtStart()) {
            assertThatThrownBy(() -> stack().prepare(request(List.of(), ports)))
                    .isInstanceOf(InvalidValueException.class);
            return;
        }
        try (RunningStack running = start(List.of(), ports);
                TestServer server = inside().serveTcp(7080)) {
            assertThat(running.isAlive()).isTrue();
            Answer answer = Place.outside().askTcp(PrivateHost.IPV4, 17080, "knock");
            assertThat(answer.server()).isEqualTo(inside().toString());
            assertThat(answer.asker()).isEqualTo(address(PrivateHost.GATEWAY_IPV4));
            assertThat(server.port()).isEqualTo(7080);
        }
    }

    private static InetAddress address(String text) throws IOException {
        return InetAddress.getByName(text);
    }
}
