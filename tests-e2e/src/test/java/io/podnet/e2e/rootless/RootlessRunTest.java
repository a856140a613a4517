package io.podnet.e2e.rootless;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.testkit.CommandResult;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.RequiresTool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./podnet run} by a user without privileges. */
@OnPrivateHost
@KeepsUserState
@RequiresTool({"slirp4netns", "pasta", "newuidmap"})
@Tag("smoke")
class RootlessRunTest {
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
    void aCommandHasAnInterfaceOnABridgeWithoutAnyOption() {
        CommandResult result = user.run("run", "--", "ip", "-brief", "address").succeeded();

        assertThat(result.stdout())
                .matches("lo +UNKNOWN +127\\.0\\.0\\.1/8 ::1/128 \\n"
                        + "eth0@if\\d+ +UP +10\\.87\\.\\d+\\.\\d+/16 fe80:\\S+/64 \\n");
        assertThat(result.stderr()).isEmpty();
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"slirp4netns", "pasta"})
    void aCommandLooksUpNamesThroughTheStack(String stack) {
        CommandResult result = user.run("run", "--stack", stack, "--", "cat", "/etc/resolv.conf")
                .succeeded();

        String forwarder = stack.equals("pasta") ? "169.254.1.1" : "10.0.2.3";
        assertThat(result.stdout())
                .startsWith("search outside.example\nnameserver " + forwarder + "\n")
                .contains("nameserver " + PrivateHost.GATEWAY_IPV4 + "\n");
    }
}
