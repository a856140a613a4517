// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.Protocol;
import io.podnet.rootless.RootlessException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SlirpApiTest {
    private static final SlirpApi.HostForward WEB = forward(8080, 80);

    @TempDir
    Path directory;

    private FakeSlirp slirp;
    private SlirpApi api;

    @BeforeEach
    void start() throws IOException {
        slirp = new FakeSlirp(directory.resolve("api.sock"));
        api = new SlirpApi(slirp.socket(), Duration.ofMillis(300));
    }

    @AfterEach
    void stop() throws IOException {
        slirp.close();
    }

    private static SlirpApi.HostForward forward(int hostPort, int guestPort) {
        return new SlirpApi.HostForward(
                Protocol.TCP,
                (Inet4Address) IpAddresses.parse("0.0.0.0"),
                hostPort,
                (Inet4Address) IpAddresses.parse("10.88.0.2"),
                guestPort);
    }

    @Test
    void addsListsAndRemoves() {
        api.add(WEB);
        api.add(forward(8443, 443));
        assertThat(api.list()).containsExactly(new SlirpApi.Entry(1, WEB), new SlirpApi.Entry(2, forward(8443, 443)));
        api.remove(1);
        assertThat(api.list()).extracting(SlirpApi.Entry::id).containsExactly(2);
    }

    // A request without "proto" would kill slirp4netns and the network of all pods.
    @Test
    void alwaysSendsAllArguments() {
        api.add(WEB);
        assertThat(slirp.requests)
                .containsExactly("{\"execute\":\"add_hostfwd\",\"arguments\":{\"proto\":\"tcp\","
                        + "\"host_addr\":\"0.0.0.0\",\"host_port\":8080,\"guest_addr\":\"10.88.0.2\","
                        + "\"guest_port\":80}}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65536, 70000})
    void refusesPortsThatWouldWrap(int port) {
        assertThatThrownBy(() -> forward(port, 80)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> forward(8080, port)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void tellsWhatSlirp4netnsSays() {
        slirp.refusingPort(8080);
        assertThatThrownBy(() -> api.add(WEB))
                .isInstanceOf(SlirpApi.RefusedException.class)
                .hasMessage("error from slirp4netns while setting up port redirection: bad request: add_hostfwd:"
                        + " slirp_add_hostfwd failed");
    }

    @Test
    void readsTheListOfTheManualToo() {
        slirp.answering("{\"return\":{\"entries\":[{\"id\":7,\"proto\":\"udp\",\"host_addr\":\"127.0.0.1\","
                + "\"host_port\":53,\"guest_addr\":\"10.0.2.100\",\"guest_port\":53}]}}");
        assertThat(api.list()).singleElement().satisfies(entry -> {
            assertThat(entry.id()).isEqualTo(7);
            assertThat(entry.forward().protocol()).isEqualTo(Protocol.UDP);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "[]",
                "null",
                "{}",
                "{\"entries\":{}}",
                "{\"entries\":[{}]}",
                "{\"entries\":[{\"proto\":\"tcp\",\"host_addr\":\"::1\"}]}",
                "{\"return\":{\"entries\":[",
            })
    void refusesGarbage(String answer) {
        slirp.answering(answer);
        assertThatThrownBy(api::list)
                .isInstanceOf(RootlessException.class)
                .isNotInstanceOf(SlirpApi.RefusedException.class)
                .hasMessageContaining("answers what cannot be used");
        assertThatThrownBy(() -> api.add(WEB)).hasMessageContaining("answers what cannot be used");
    }

    @Test
    void noticesAConnectionClosedHalfWay() {
        slirp.answering("");
        assertThatThrownBy(() -> api.add(WEB)).hasMessageContaining("closed the connection without an answer");
    }

    @Test
    void doesNotWaitForEver() throws IOException {
        Path socket = directory.resolve("mute.sock");
        try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(socket));
            assertThatThrownBy(() -> new SlirpApi(socket, Duration.ofMillis(200)).list())
                    .isInstanceOf(RootlessException.class)
                    .hasMessageContaining("did not answer within 200 ms");
        }
    }

    @Test
    void namesTheSocketThatIsNotThere() {
        Path gone = directory.resolve("gone.sock");
        assertThatThrownBy(() -> new SlirpApi(gone).list())
                .isInstanceOf(RootlessException.class)
                .hasMessageContaining(gone.toString());
    }
}
