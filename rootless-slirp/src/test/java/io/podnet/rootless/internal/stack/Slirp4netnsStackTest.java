// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.Availability;
import io.podnet.base.InvalidValueException;
import io.podnet.base.PortMapping;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.spi.PreparedStack;
import io.podnet.rootless.spi.StackRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Slirp4netnsStackTest {
    private static final String HELP = """
            -c, --configure          bring up the interface
            -m, --mtu=MTU            specify MTU
            -6, --enable-ipv6        enable IPv6 (experimental)
            --cidr=CIDR              specify network address CIDR
            --disable-host-loopback  prohibit connecting to 127.0.0.1
            --netns-type=TYPE        specify network namespace type
            --enable-sandbox         create a new mount namespace
            --enable-seccomp         enable seccomp
            --outbound-addr=IPv4     sets outbound ipv4 address
            --outbound-addr6=IPv6    sets outbound ipv6 address""";

    @TempDir
    Path directory;

    private FakeProgram program;

    @BeforeEach
    void install() throws IOException {
        program = FakeProgram.printing(directory, "slirp4netns", HELP);
    }

    @AfterEach
    void uninstall() {
        program.close();
    }

    private void installWithout(String feature) throws IOException {
        program = FakeProgram.printing(
                directory,
                "slirp4netns",
                HELP.lines().filter(line -> !line.contains(feature)).reduce("", (a, b) -> a + "\n" + b));
    }

    private PreparedStack prepare(String... options) {
        return new Slirp4netnsStack().prepare(request(directory, List.of(), options));
    }

    private static StackRequest request(Path directory, List<PortMapping> ports, String... options) {
        return new StackRequest(
                OptionalLong.of(4711),
                Path.of("/proc/4711/ns/net"),
                List.of(options),
                Optional.empty(),
                ports,
                directory,
                "shared");
    }

    private String words(String... options) {
        return prepare(options).command().toString().replace(directory.toString(), "DIR");
    }

    @Test
    void startsWithPodmansDefaultsInPodmansOrder() {
        assertThat(words())
                .isEqualTo("nsenter -t 4711 -U --preserve-credentials -- DIR/slirp4netns --disable-host-loopback"
                        + " --mtu=65520 --enable-sandbox --enable-seccomp --enable-ipv6 -c -r 3"
                        + " --api-socket DIR/shared.sock --netns-type=path /proc/4711/ns/net tap0");
    }

    @Test
    void startsWithAllOptionsInPodmansOrder() {
        assertThat(words(
                        "mtu=1500",
                        "outbound_addr6=::0:1",
                        "outbound_addr=127.0.0.1",
                        "allow_host_loopback=true",
                        "enable_ipv6=true",
                        "cidr=10.9.0.0/16"))
                .contains("DIR/slirp4netns --mtu=1500 --enable-sandbox --enable-seccomp --cidr=10.9.0.0/16"
                        + " --enable-ipv6 --outbound-addr=127.0.0.1 --outbound-addr6=::1 -c -r 3");
    }

    @Test
    void looksUpAnInterfaceForTheAddress6ItLeavesBy() {
        assertThat(words("outbound_addr6=lo")).contains("--outbound-addr6=::1 ");
    }

    @Test
    void entersNothingFromWithin() {
        StackRequest within = new StackRequest(
                OptionalLong.empty(), Path.of("/run/netns/a"), List.of(), Optional.empty(), List.of(), directory, "a");
        assertThat(new Slirp4netnsStack().prepare(within).command().command().get(0))
                .isEqualTo(directory.resolve("slirp4netns").toString());
    }

    @Test
    void tellsWhatTheNamespaceGets() {
        PreparedStack stack = prepare("cidr=10.9.0.0/16", "port_handler=rootlesskit", "allow_host_loopback=true");
        assertThat(stack.addresses().guest().orElseThrow().getHostAddress()).isEqualTo("10.9.0.100");
        assertThat(stack.addresses().gateway().orElseThrow().getHostAddress()).isEqualTo("10.9.0.2");
        assertThat(stack.interfaceName()).contains("tap0");
        assertThat(stack.apiSocket()).contains(directory.resolve("shared.sock"));
        assertThat(stack.portHandler()).contains("rootlesskit");
        assertThat(stack.hostLoopback()).isTrue();
        assertThat(stack.ipv6()).isTrue();
        assertThat(prepare("enable_ipv6=false").ipv6()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "--disable-host-loopback, --disable-host-loopback",
        "--mtu, --mtu",
        "--enable-sandbox, --enable-sandbox",
        "--enable-seccomp, --enable-seccomp",
        "--enable-ipv6, --enable-ipv6"
    })
    void doesWithoutDefaultsThatTheProgramLacks(String feature, String word) throws IOException {
        installWithout(feature);
        assertThat(words()).doesNotContain(word).contains("-c -r 3");
    }

    @ParameterizedTest
    @CsvSource({
        "--cidr, cidr=10.9.0.0/16, cidr not supported",
        "--enable-ipv6, enable_ipv6=true, enable_ipv6 not supported",
        "--outbound-addr, outbound_addr=127.0.0.1, outbound_addr not supported",
        "--outbound-addr, outbound_addr6=::1, outbound_addr6 not supported",
    })
    void refusesWishesThatTheProgramCannotFulfil(String feature, String option, String message) throws IOException {
        installWithout(feature);
        assertThatThrownBy(() -> prepare(option))
                .isInstanceOf(RootlessException.class)
                .hasMessage(message);
    }

    @Test
    void needsIpv6ForAnAddress6ToLeaveBy() {
        assertThatThrownBy(() -> prepare("enable_ipv6=false", "outbound_addr6=::1"))
                .hasMessage("enable_ipv6=true is required for outbound_addr6");
    }

    @Test
    void refusesPortsAtTheStart() {
        StackRequest request = request(directory, List.of(PortMapping.tcp(8080, 80)));
        assertThatThrownBy(() -> new Slirp4netnsStack().prepare(request)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void refusesASocketPathThatCannotBeBound() {
        StackRequest request = request(directory.resolve("x".repeat(100)), List.of());
        assertThatThrownBy(() -> new Slirp4netnsStack().prepare(request))
                .isInstanceOf(RootlessException.class)
                .hasMessageContaining("is longer than 107 bytes");
    }

    @Test
    void saysWhereItIsMissing() {
        System.setProperty("podnet.rootless.slirp4netns.path", "/nosuch/slirp4netns");
        assertThat(new Slirp4netnsStack().probe())
                .isInstanceOfSatisfying(
                        Availability.Unavailable.class,
                        e -> assertThat(e.reason())
                                .isEqualTo("podnet.rootless.slirp4netns.path names \"/nosuch/slirp4netns\", which is no"
                                        + " program"));
    }

    @Test
    void isTooOldWithoutNamespacesByPath() throws IOException {
        installWithout("--netns-type");
        assertThat(new Slirp4netnsStack().probe())
                .isInstanceOfSatisfying(
                        Availability.Unavailable.class,
                        e -> assertThat(e.reason()).endsWith("has no --netns-type; a newer slirp4netns is needed"));
    }
}
