// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.e2e.NeedsExecutables;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
@NeedsExecutables(because = "plugins of a plain user run in its holder, where this JVM is not")
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

    @Test
    void thatNeedsNoNetworkOfItsOwnStartsNone() {
        CommandResult result = user.run("run", "--network", "host", "--", "readlink", "/proc/self/ns/net")
                .succeeded();

        assertThat(result.stdout())
                .isEqualTo(Place.host().run("readlink", "/proc/self/ns/net").stdout());
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    /** A clone below a directory of root's, or one that was moved: what it was called when it was built is no more. */
    @Test
    void aCloneWorksUnderAnotherNameThanThatOfItsBuild() throws Exception {
        String hidden = Path.of("..").toRealPath().toString();
        CommandResult result = Place.host()
                .command(
                        "unshare",
                        "--mount",
                        "sh",
                        "-euc",
                        "mount -t tmpfs none " + hidden + " && exec setpriv --reuid pat --regid pat --init-groups -- "
                                + User.PODNET + " run -- ip -brief link show eth0")
                .environment("HOME", user.plain().home().toString())
                .environment("XDG_RUNTIME_DIR", user.plain().runtimeDirectory().toString())
                .directory(Path.of("/"))
                .deadline(Duration.ofSeconds(50))
                .run();
        assertThat(result.succeeded().stdout()).contains("eth0@if");
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

    /** One line for whatever is called outside of the JVM: programs, plugins, the stack and its socket. */
    @Test
    void verboseItTellsEachExternalCallWithItsDuration() {
        String told = user.run("run", "-v", "--stack", "slirp4netns", "-p", "18080:80", "--", "true")
                .succeeded()
                .stderr();

        assertThat(told)
                .containsPattern("holder runs as process \\d+, ready after \\d+ ms: ")
                .containsPattern("slirp4netns\\S* runs as process \\d+, ready after \\d+ ms: ")
                .containsPattern("slirp4netns at \\S+\\.sock took \\d+ ms: \\{\"execute\":\"add_hostfwd\"")
                .containsPattern("ADD bridge network=podnet .* took \\d+ ms: ok")
                .containsPattern("DEL bridge network=podnet .* took \\d+ ms: ok")
                .containsPattern("/ip .* took \\d+ ms: exit status 0");
    }

    @Test
    void theDoctorFindsNoFaultWhereAPlainUsersPodsWork() {
        assertThat(user.run("doctor").stdout())
                .doesNotContain(" fault ")
                .containsPattern("directories +namespaces +good +/run/netns, in the user's rootless namespace");
    }

    /** As root of a privileged container that a plain user runs: the network is its own, and nobody has to hold one. */
    @Test
    void rootOfAUserNamespaceWithANetworkOfItsOwnIsRootThere() throws Exception {
        String container = "mount --rbind /run /mnt && mount -t tmpfs container /run && mkdir /run/checkout"
                + " && mount --rbind /mnt/checkout /run/checkout"
                + " && mount -t tmpfs container /var/lib/cni && mount -t tmpfs container /var/lib/podnet"
                + " && exec " + User.PODNET + " run -- sh -c 'ip -brief address; ps -e -o args='";
        CommandResult result = user.command(
                        "unshare", "--map-auto", "--map-root-user", "--mount", "--net", "sh", "-c", container)
                .run()
                .succeeded();

        assertThat(result.stdout()).contains("eth0@if").contains(" 10.87.0.").doesNotContain("sleep infinity");
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    @Test
    void fromAnotherUserNamespaceTheUsersNetworkIsOutOfReachAndStaysAsItIs() throws Exception {
        try (UserPod pod = UserPod.run(user)) {
            long holder = pod.holder();
            CommandResult result = user.command(
                            "unshare", "--map-root-user", "--mount", User.PODNET, "run", "--", "true")
                    .run();
            assertThat(result.exit()).isEqualTo(125);
            assertThat(result.stderr()).contains("held by process " + holder).contains("cannot be entered from here");
            assertThat(pod.holder()).isEqualTo(holder);
            user.run("run", "--", "true").succeeded();
        }
        assertThat(user.processes()).as("processes that are left").isEmpty();
    }

    @Test
    void rootWithoutTheCapabilityToEnterNamespacesHasPodsAsAPlainUserHas() throws Exception {
        Path home = Files.createDirectory(Path.of("/run/home/root"));
        Path runtime = Files.createDirectory(
                Path.of("/run/user/0"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        CommandResult result = Place.host()
                .command("setpriv", "--bounding-set=-sys_admin", User.PODNET, "run", "--", "ip", "-brief", "address")
                .environment("HOME", home.toString())
                .environment("XDG_RUNTIME_DIR", runtime.toString())
                .deadline(Duration.ofSeconds(50))
                .run()
                .succeeded();

        assertThat(result.stdout()).contains("eth0@if").contains(" 10.87.0.");
        assertThat(runtime.resolve("podnet/rootless")).doesNotExist();
        Place.host().run("rm", "-rf", home.toString(), runtime.toString()).succeeded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--map-root-user --mount", "--map-root-user"})
    void rootOfAUserNamespaceHasPodsToo(String options) {
        List<String> words = new ArrayList<>(List.of("unshare"));
        words.addAll(List.of(options.split(" ")));
        words.addAll(List.of(User.PODNET, "run", "--", "ip", "-brief", "address"));
        CommandResult result = user.command(words.toArray(String[]::new)).run().succeeded();

        assertThat(result.stdout()).contains(" 10.87.0.");
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }
}
