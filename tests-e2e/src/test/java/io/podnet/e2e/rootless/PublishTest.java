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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ports of a user's pods that the host refuses, and how much goes through those that are published. */
@OnPrivateHost
@KeepsUserState
@RequiresTool({"slirp4netns", "pasta", "newuidmap"})
@NeedsExecutables(because = "plugins of a plain user run in its holder, where this JVM is not")
class PublishTest {
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
    void aHundredMegabytesArriveIntact() throws Exception {
        try (UserPod pod = UserPod.run(user, "--stack", "slirp4netns", "-p", "18080:80")) {
            new Transfer(pod.inside(), 80).into(Place.outside(), PrivateHost.IPV4, 18080);
        }
        try (UserPod pod = UserPod.run(user, "--stack", "pasta")) {
            new Transfer(Place.outside(), 80).into(pod.inside(), PrivateHost.OUTSIDE_IPV4, 80);
        }
    }
}
