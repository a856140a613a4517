// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.Availability;
import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.base.Protocol;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.spi.Coverage;
import io.podnet.rootless.spi.Forward;
import io.podnet.rootless.spi.ForwardScope;
import io.podnet.rootless.spi.ForwardTarget;
import io.podnet.rootless.spi.HelperCommand;
import io.podnet.rootless.spi.Helpers;
import io.podnet.rootless.spi.PortForwarder;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardPlannerTest {
    private static final ForwardTarget POD = new ForwardTarget(
            "web",
            Path.of("/run/netns/web"),
            Optional.of((Inet4Address) IpAddresses.parse("10.88.0.2")),
            Optional.empty());
    private static final Helpers NO_HELPERS = new Helpers() {
        @Override
        public Map<String, Set<String>> running() {
            return Map.of();
        }

        @Override
        public void start(String key, HelperCommand command, Set<String> purpose) {
            throw new AssertionError("planning starts nothing");
        }

        @Override
        public void stop(String key) {
            throw new AssertionError("planning stops nothing");
        }
    };
    private static final ForwardScope SCOPE = new ForwardScope(
            "fake",
            true,
            Optional.empty(),
            false,
            List.of(),
            OptionalLong.empty(),
            Path.of("/"),
            Path.of("/nosuch"),
            NO_HELPERS);

    /** A handler that serves one protocol, if it is there. */
    private record Fake(String name, Protocol protocol, Availability probe) implements PortForwarder {
        Fake(String name, Protocol protocol) {
            this(name, protocol, Availability.available(""));
        }

        @Override
        public Coverage coverage(PortMapping port, ForwardTarget target, ForwardScope scope) {
            return port.protocol() == protocol
                    ? new Coverage.Served(true, Optional.of("slowly"))
                    : new Coverage.Refused(name + " knows " + protocol + " only");
        }

        @Override
        public Map<Forward, RootlessException> reconcile(ForwardScope scope, Set<Forward> wanted) {
            throw new AssertionError("planning changes nothing");
        }
    }

    private final Fake first = new Fake("first", Protocol.TCP);
    private final Fake second = new Fake("second", Protocol.UDP);

    private List<SavedForward> plan(String wish, List<SavedForward> others, String... ports) {
        return new ForwardPlanner(List.of(first, second), wish)
                .plan(List.of(ports).stream().map(PortMapping::parse).toList(), POD, SCOPE, "shared", others);
    }

    @Test
    void takesTheFirstHandlerThatServesAPort() {
        assertThat(plan("", List.of(), "8080:80", "5353:53/udp"))
                .containsExactly(
                        new SavedForward(
                                "web",
                                "shared",
                                "first",
                                "8080:80/tcp",
                                "/run/netns/web",
                                "10.88.0.2",
                                "",
                                true,
                                "slowly"),
                        new SavedForward(
                                "web",
                                "shared",
                                "second",
                                "5353:53/udp",
                                "/run/netns/web",
                                "10.88.0.2",
                                "",
                                true,
                                "slowly"));
    }

    @Test
    void tellsWhyNobodyServesAPort() {
        Fake missing = new Fake("missing", Protocol.SCTP, Availability.unavailable("it is not installed"));
        ForwardPlanner planner = new ForwardPlanner(List.of(first, missing), "");
        List<PortMapping> sctp = List.of(PortMapping.parse("9000:90/sctp"));
        assertThatThrownBy(() -> planner.plan(sctp, POD, SCOPE, "shared", List.of()))
                .isInstanceOf(RootlessException.class)
                .hasMessage("cannot publish port 9000:90/sctp: first: first knows tcp only;"
                        + " missing: it is not installed");
    }

    @Test
    void takesNoOtherHandlerThanTheOneAskedFor() {
        assertThat(plan("second", List.of(), "5353:53/udp")).hasSize(1);
        assertThatThrownBy(() -> plan("second", List.of(), "8080:80"))
                .hasMessage("cannot publish port 8080:80/tcp: second: second knows udp only");
        assertThatThrownBy(() -> plan("third", List.of(), "8080:80"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("invalid port handler \"third\": want one of [first, second]");
    }

    @Test
    void refusesWhatAnotherPodHasPublished() {
        List<SavedForward> others = List.of(new SavedForward(
                "db", "shared", "first", "8000-8100:80-180/tcp", "/run/netns/db", "10.88.0.3", "", true, ""));
        assertThatThrownBy(() -> plan("", others, "127.0.0.1:8080:80"))
                .isInstanceOf(RootlessException.class)
                .hasMessage("cannot publish port 127.0.0.1:8080:80/tcp: pod db has published 8000-8100:80-180/tcp;"
                        + " choose another port of the host, or remove that pod");
    }

    @Test
    void refusesOnePortTwice() {
        assertThatThrownBy(() -> plan("", List.of(), "8080:80", "8080:81"))
                .hasMessageContaining("cannot publish port 8080:81/tcp: pod web has published 8080:80/tcp");
    }

    @Test
    void choosesFreePortsThatAreNotPlannedAlready() {
        List<SavedForward> planned = plan("", List.of(), ":80", ":81", ":82");
        assertThat(planned.stream()
                        .map(SavedForward::port)
                        .map(PortMapping::parse)
                        .map(PortMapping::hostPort))
                .doesNotHaveDuplicates()
                .doesNotContain(0);
    }

    @ParameterizedTest
    @CsvSource({
        "8080:80,            8080:81,               true",
        "8080:80,            8081:80,               false",
        "8080:80,            8080:80/udp,           false",
        "127.0.0.1:8080:80,  127.0.0.2:8080:80,     false",
        "127.0.0.1:8080:80,  8080:80,               true",
        "8080-8089:80-89,    8089-8090:80-81,       true",
        "8080-8089:80-89,    8090:80,               false",
    })
    void knowsWhatOverlaps(String a, String b, boolean overlap) {
        assertThat(ForwardPlanner.overlap(PortMapping.parse(a), PortMapping.parse(b)))
                .isEqualTo(overlap);
        assertThat(ForwardPlanner.overlap(PortMapping.parse(b), PortMapping.parse(a)))
                .isEqualTo(overlap);
    }
}
