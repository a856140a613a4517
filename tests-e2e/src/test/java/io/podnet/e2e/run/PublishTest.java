// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.e2e.shared.KeepsPluginState;
import io.podnet.testkit.PrivateHost;
import java.net.BindException;
import java.net.ConnectException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** Ports of the host that lead into a pod. */
@KeepsPluginState
class PublishTest {
    /** What the pod sees of clients on the host's loopback: portmap gives them the bridge's address. */
    private static final String BRIDGE = "10.87.0.1";

    @Test
    void aPublishedPortAnswersOnLoopbackOnTheHostsAddressAndOutside() throws Exception {
        try (Running web = Launcher.start(Launcher.serving("-p", "8080:80", "-p", "8053:80/udp"))) {
            assertThat(web.line()).isEqualTo("ready");
            assertThat(Client.tcp("127.0.0.1", 8080)).isEqualTo(BRIDGE);
            assertThat(Client.tcp(PrivateHost.IPV4, 8080)).isEqualTo(PrivateHost.IPV4);
            assertThat(Client.outside(() -> Client.tcp(PrivateHost.IPV4, 8080))).isEqualTo(PrivateHost.GATEWAY_IPV4);
            assertThat(Client.udp("127.0.0.1", 8053)).isEqualTo(BRIDGE);
            assertThat(Client.udp(PrivateHost.IPV4, 8053)).isEqualTo(PrivateHost.IPV4);
            assertThat(Client.outside(() -> Client.udp(PrivateHost.IPV4, 8053))).isEqualTo(PrivateHost.GATEWAY_IPV4);

            // The network has no IPv6: refused at once, although podnet holds the port on [::] as well.
            assertThatThrownBy(() -> Client.tcp("::1", 8080)).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> new ServerSocket(8080).close()).isInstanceOf(BindException.class);

            web.signal("TERM");
            assertThat(web.end().exitStatus()).isEqualTo(128 + 15);
        }
        assertThatThrownBy(() -> Client.tcp("127.0.0.1", 8080)).isInstanceOf(ConnectException.class);
        new ServerSocket(8080).close();
    }

    @Test
    void aPortOnOneAddressAnswersThereOnly() throws Exception {
        try (Running web = Launcher.start(Launcher.serving("-p", "127.0.0.1:8080:80"))) {
            assertThat(web.line()).isEqualTo("ready");
            assertThat(Client.tcp("127.0.0.1", 8080)).isEqualTo(BRIDGE);
            assertThatThrownBy(() -> Client.tcp(PrivateHost.IPV4, 8080)).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> Client.outside(() -> Client.tcp(PrivateHost.IPV4, 8080)))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aRangeIsPublishedPortByPort() throws Exception {
        try (Running web = Launcher.start(Launcher.serving("-p", "8079-8081:79-81"))) {
            assertThat(web.line()).isEqualTo("ready");
            assertThat(Client.tcp("127.0.0.1", 8080)).isEqualTo(BRIDGE);
            assertThatThrownBy(() -> Client.tcp("127.0.0.1", 8081)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void twoPodsReachEachOtherAndTheirOwnPublishedPorts() throws Exception {
        try (Running web = Launcher.start(Launcher.serving("-p", "8080:80"))) {
            assertThat(web.line()).isEqualTo("ready");
            String address = Records.addressOf(Records.only());
            Outcome neighbour = Launcher.call(
                    "run", "--", "bash", "-c", "exec 3<>/dev/tcp/" + address + "/80; cat <&3; echo; ip -4 -o address");
            assertThat(neighbour.succeeded().stdout().lines().findFirst())
                    .hasValueSatisfying(seen -> assertThat(neighbour.stdout()).contains(" " + seen + "/16 "));
            // By the host's address and the published port: there and back through the bridge.
            Outcome published =
                    Launcher.call("run", "--", "bash", "-c", "exec 3<>/dev/tcp/" + PrivateHost.IPV4 + "/8080; cat <&3");
            assertThat(published.succeeded().stdout()).startsWith("10.87.");
        }
    }
}
