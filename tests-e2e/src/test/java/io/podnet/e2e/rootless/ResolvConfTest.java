// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.e2e.NeedsExecutables;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.RequiresTool;
import io.podnet.testkit.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names are looked up through the stack, wherever the links of the host's resolv.conf lead. */
@OnPrivateHost
@KeepsUserState
@RequiresTool({"slirp4netns", "newuidmap"})
@NeedsExecutables(because = "plugins of a plain user run in its holder, where this JVM is not")
class ResolvConfTest {
    private static final Path FILE = Path.of("/etc/resolv.conf");
    private static final String FORWARDER = "nameserver 10.0.2.3\n";

    private static User user;
    private static String original;

    @BeforeAll
    @Timeout(600) // podnet may have to be built
    static void prepare() throws Exception {
        original = Files.readString(FILE);
        user = User.create();
    }

    @AfterAll
    static void cleanUp() {
        if (user != null) {
            user.close();
        }
    }

    @AfterEach
    void restore() throws Exception {
        Files.deleteIfExists(FILE);
        Files.writeString(FILE, original);
        Place.host()
                .run("rm", "-rf", "/run/systemd", "/run/resolvconf", "/etc/other.conf")
                .succeeded();
    }

    @Test
    void theStubOfSystemdResolvedIsReplaced() throws Exception {
        Files.createDirectories(Path.of("/run/systemd/resolve"));
        Files.writeString(
                Path.of("/run/systemd/resolve/stub-resolv.conf"),
                "nameserver 127.0.0.53\noptions edns0 trust-ad\nsearch stub.example\n");
        link(FILE, "../run/systemd/resolve/stub-resolv.conf");

        assertThat(inPod())
                .isEqualTo("search stub.example\n" + FORWARDER + "nameserver fd00::3\noptions edns0 trust-ad\n");
    }

    @Test
    void linksAreFollowedHopByHop() throws Exception {
        Files.createDirectories(Path.of("/run/resolvconf"));
        Files.writeString(Path.of("/run/resolvconf/resolv.conf"), "nameserver " + PrivateHost.GATEWAY_IPV4 + "\n");
        link(Path.of("/etc/other.conf"), "/run/resolvconf/resolv.conf");
        link(FILE, "other.conf");

        assertThat(inPod()).startsWith(FORWARDER).endsWith("nameserver " + PrivateHost.GATEWAY_IPV4 + "\n");
    }

    @Test
    void aLinkThatLeadsNowhereYetIsNoObstacle() throws Exception {
        link(FILE, "/run/nowhere/resolv.conf");

        assertThat(inPod()).startsWith(FORWARDER);
    }

    @Test
    void lookUpsAreAnsweredByTheHostsServer() throws Exception {
        try (UserPod pod = UserPod.run(user, "--stack", "slirp4netns");
                TestServer server = Place.outside().serveUdp(PrivateHost.GATEWAY_IPV4, 53)) {
            assertThat(pod.inside()
                            .askUdp("10.0.2.3", server.port(), "who is it?")
                            .text())
                    .isEqualTo("who is it?");
        }
    }

    private static void link(Path link, String target) throws Exception {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(target));
    }

    private static String inPod() {
        CommandResult result = user.run("run", "--stack", "slirp4netns", "--", "cat", "/etc/resolv.conf");
        return result.succeeded().stdout();
    }
}
