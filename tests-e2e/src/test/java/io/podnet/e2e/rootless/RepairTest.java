// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.e2e.NeedsExecutables;
import io.podnet.testkit.Answer;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.RequiresTool;
import io.podnet.testkit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What breaks under a pod that runs is repaired while it runs. */
@OnPrivateHost
@KeepsUserState
@RequiresTool({"slirp4netns", "pasta", "newuidmap"})
@NeedsExecutables(because = "plugins of a plain user run in its holder, where this JVM is not")
class RepairTest {
    /** An idle machine needs a tenth of a second; a busy one shall not make the test fail. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

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

    @ParameterizedTest
    @ValueSource(strings = {"--stack slirp4netns", "--network slirp4netns", "--network pasta"})
    void aStackThatIsKilledUnderATransferIsBackWithItsPorts(String options) throws Exception {
        List<String> words = new ArrayList<>(List.of(options.split(" ")));
        words.addAll(List.of("-p", "18080:80", "-p", "18081:81"));
        try (UserPod pod = UserPod.run(user, words.toArray(String[]::new));
                TestServer server = pod.inside().serveTcp(80);
                EndlessTransfer transfer = EndlessTransfer.start(pod.inside(), 81, Place.outside(), 18081)) {
            assertThat(server.port()).isEqualTo(80);
            long stack = pod.stack();
            transfer.awaitBytes(10_000_000);
            kill(stack);
            long killed = System.nanoTime();
            Answer answer = ask(PrivateHost.IPV4, 18080);
            System.out.printf(
                    "%s: new connections worked %d ms after the stack was killed%n",
                    options, Duration.ofNanos(System.nanoTime() - killed).toMillis());
            assertThat(answer.asker().getHostAddress()).isEqualTo(PrivateHost.GATEWAY_IPV4);
            assertThat(pod.stack()).isNotEqualTo(stack);
        }
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stack slirp4netns", "--stack pasta", "--network slirp4netns", "--network pasta"})
    void aStackWhoseInterfaceIsGoneIsStartedAgain(String options) throws Exception {
        try (UserPod pod = UserPod.run(user, options.split(" "));
                TestServer server = Place.outside().serveTcp(80)) {
            assertThat(server.port()).isEqualTo(80);
            Place place = options.startsWith("--stack") ? Place.ofProcess(pod.holder()) : pod.inside();
            String tap = options.equals("--network pasta") ? "eth0" : "tap0";
            place.run("ip", "link", "delete", tap).succeeded();
            assertThat(outward(pod).asker().getHostAddress()).isEqualTo(PrivateHost.IPV4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stack slirp4netns", "--network slirp4netns"})
    void whatWasPublishedIsKnownAfterTheRecordOfTheNetworkWasLost(String options) throws Exception {
        List<String> words = new ArrayList<>(List.of(options.split(" ")));
        words.addAll(List.of("-p", "18080:80"));
        try (UserPod pod = UserPod.run(user, words.toArray(String[]::new));
                TestServer server = pod.inside().serveTcp(80)) {
            assertThat(server.port()).isEqualTo(80);
            long stack = pod.stack();
            Files.delete(user.plain().runtimeDirectory().resolve("podnet/rootless/record.json"));
            user.run("run", "--", "true").succeeded();
            assertThat(ask(PrivateHost.IPV4, 18080).asker().getHostAddress()).isEqualTo(PrivateHost.GATEWAY_IPV4);
            assertThat(user.processes())
                    .as("the stack that nobody knew of")
                    .noneMatch(line -> line.strip().startsWith(stack + " "));
        }
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    /** There is no daemon, and nobody who runs a pod: whoever comes next and asks for pods finds them as they should be. */
    @ParameterizedTest
    @ValueSource(strings = {"ps", "port web", "inspect web", "stats web", "exec web true"})
    void theNextCommandRepairsWhateverItIs(String command) throws Exception {
        user.run("create", "--name", "web", "-p", "18080:80").succeeded();
        user.run("start", "web").succeeded();
        try (UserPod pod = UserPod.exec(user, "web");
                TestServer server = pod.inside().serveTcp(80)) {
            assertThat(server.port()).isEqualTo(80);
            String address = pod.address();
            kill(pod.runner().pid());
            kill(pod.holder());
            kill(pod.stack());
            assertThat(user.run(command.split(" ")).succeeded().stderr()).isEmpty();
            assertThat(ask(PrivateHost.IPV4, 18080).asker().getHostAddress()).isEqualTo(PrivateHost.GATEWAY_IPV4);
            assertThat(pod.address()).isEqualTo(address);
        }
        user.run("rm", "--force", "web").succeeded();
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    @Test
    void aPodOfWhichNothingIsLeftIsNotSaidToRun() {
        user.run("create", "--name", "web").succeeded();
        user.run("start", "web").succeeded();
        try (UserPod pod = UserPod.exec(user, "web")) {
            kill(pod.command());
            pod.runner().await(LIMIT);
            kill(pod.holder());
            assertThat(user.run("ps").succeeded().stdout()).doesNotContain("web");
            assertThat(user.run("exec", "web", "true").stderr()).contains("stopped, not running");
        }
        user.run("start", "web").succeeded();
        user.run("rm", "--force", "web").succeeded();
        assertThat(user.processes()).as("processes that are left").isEmpty();
    }

    /** As in a container with a root directory of its own: nothing leads back to the holder's mounts. */
    @Test
    void aPodThatSeesNothingOfTheHoldersMountsIsAttachedAgainInTheSameUserNamespace() throws Exception {
        try (UserPod pod = UserPod.after("umount -R -l /run", user, "--stack", "slirp4netns", "-p", "18080:80");
                TestServer server = pod.inside().serveTcp(80)) {
            assertThat(server.port()).isEqualTo(80);
            String address = pod.address();
            String users = userNamespace(pod.holder());
            long stack = pod.stack();
            kill(pod.holder());
            kill(stack);
            user.run("run", "--", "true").succeeded();
            assertThat(userNamespace(pod.holder())).isEqualTo(users);
            assertThat(ask(PrivateHost.IPV4, 18080).asker().getHostAddress()).isEqualTo(PrivateHost.GATEWAY_IPV4);
            assertThat(pod.address()).isEqualTo(address);
        }
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    private static String userNamespace(long pid) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/user")).toString();
    }

    @Test
    void aHolderThatIsKilledIsReplacedInTheSameNetwork() throws Exception {
        try (UserPod pod = UserPod.run(user, "--stack", "slirp4netns", "-p", "18080:80");
                TestServer server = pod.inside().serveTcp(80)) {
            assertThat(server.port()).isEqualTo(80);
            String address = pod.address();
            long holder = pod.holder();
            kill(holder);
            assertThat(ask(PrivateHost.IPV4, 18080).asker().getHostAddress()).isEqualTo(PrivateHost.GATEWAY_IPV4);
            assertThat(pod.address()).isEqualTo(address);
            // The next command finds the network with the pod in it.
            assertThat(user.run("run", "--", "bash", "-c", "exec 3<>/dev/tcp/" + address + "/80")
                            .exit())
                    .isZero();
            assertThat(pod.holder()).isNotEqualTo(holder);
        }
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    /** The plugins find the rules that they made in a stand-in for the namespace, where the rootless ones are. */
    @Test
    void noRuleIsLeftOfAPodWhoseNamespaceWasTakenAway() {
        try (UserPod other = UserPod.run(user)) {
            List<String> before = rules(other);
            try (UserPod pod = UserPod.run(user)) {
                assertThat(rules(other)).hasSizeGreaterThan(before.size());
                atHolder(
                        other,
                        "for file in $(awk '/ - nsfs /{print $5}' /proc/self/mountinfo); do [ ! $file -ef /proc/"
                                + pod.command() + "/ns/net ] || { umount $file && rm $file; }; done");
            }
            assertThat(rules(other)).containsExactlyElementsOf(before);
        }
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    private static List<String> rules(UserPod pod) {
        return atHolder(pod, "iptables-save")
                .lines()
                .filter(line -> line.startsWith("-A"))
                .toList();
    }

    private static String atHolder(UserPod pod, String shell) {
        return Place.host()
                .run("nsenter", "-t", Long.toString(pod.holder()), "-n", "-m", "--", "sh", "-c", shell)
                .succeeded()
                .stdout();
    }

    private static void kill(long pid) {
        Place.host().run("kill", "-KILL", Long.toString(pid)).succeeded();
    }

    private interface Asking {
        Answer ask() throws IOException;
    }

    private static Answer ask(String address, int port) throws Exception {
        return await(() -> Place.outside().askTcp(address, port, "still there?"));
    }

    private static Answer outward(UserPod pod) throws Exception {
        return await(() -> pod.inside().askTcp(PrivateHost.OUTSIDE_IPV4, 80, "still there?"));
    }

    private static Answer await(Asking asking) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return asking.ask();
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(10);
            }
        }
    }
}
