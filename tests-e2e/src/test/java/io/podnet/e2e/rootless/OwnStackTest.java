// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.e2e.NeedsExecutables;
import io.podnet.testkit.Answer;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.RequiresTool;
import io.podnet.testkit.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's pods with a stack of their own: {@code --network slirp4netns} and {@code --network pasta}. */
@OnPrivateHost
@KeepsUserState
@RequiresTool({"slirp4netns", "pasta", "newuidmap"})
@NeedsExecutables(because = "plugins of a plain user run in its holder, where this JVM is not")
class OwnStackTest {
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
    void slirp4netnsServesOnePodAlone() throws Exception {
        try (UserPod pod = UserPod.run(user, "--network", "slirp4netns:cidr=10.55.0.0/24,mtu=1500", "-p", "18080:80");
                TestServer tcp = pod.inside().serveTcp(80)) {
            assertThat(tcp.port()).isEqualTo(80);
            assertThat(pod.address()).isEqualTo("10.55.0.100");
            assertThat(pod.inside().run("ip", "link", "show", "tap0").stdout()).contains("mtu 1500");
            assertThat(asker(Place.host().askTcp("127.0.0.1", 18080, "?"))).isEqualTo("10.55.0.2");
        }
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"slirp4netns", "pasta"})
    void noOtherStackIsStartedBesideItUntilAPodOnABridgeNeedsOne(String network) {
        try (UserPod pod = UserPod.run(user, "--network", network)) {
            assertThat(stacks()).hasSize(1).noneMatch(line -> line.contains("/shared."));
            try (UserPod bridged = UserPod.run(user)) {
                assertThat(bridged.address()).isNotEqualTo(pod.address());
                assertThat(stacks()).hasSize(2);
            }
        }
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    private static List<String> stacks() {
        return user.processes().stream()
                .filter(line -> line.contains(" --netns"))
                .toList();
    }

    @Test
    void namesAreLookedUpThroughThePodsOwnStack() {
        CommandResult result = user.run("run", "--network", "pasta", "--", "cat", "/etc/resolv.conf");
        assertThat(result.succeeded().stdout()).contains("nameserver 169.254.1.1\n");
    }

    @Test
    void optionsAreCheckedBeforeAnythingIsMade() {
        refuses("slirp4netns:mtu=10", "invalid mtu \"10\"");
        refuses("slirp4netns:colour=blue", "unknown option for slirp4netns: \"colour=blue\"");
        refuses("pasta:--no-such-option", "--no-such-option");
    }

    private static void refuses(String network, String reason) {
        CommandResult result = user.run("run", "--network", network, "--", "true");
        assertThat(result.exit()).isEqualTo(125);
        assertThat(result.stderr()).contains(reason);
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    private static String asker(Answer answer) {
        return answer.asker().getHostAddress();
    }
}
