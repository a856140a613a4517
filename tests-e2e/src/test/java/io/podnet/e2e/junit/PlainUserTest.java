// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.junit.Host;
import io.podnet.junit.Hosts;
import io.podnet.junit.HostsException;
import io.podnet.testkit.Place;
import io.podnet.testkit.PlainUser;
import io.podnet.testkit.RequiresTool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts of a user without privileges. */
class PlainUserTest {
    private static final String MARK = "podnet was here";
    private static final List<String> AS_ROOT_OF_A_USER_NAMESPACE =
            List.of("unshare", "--user", "--map-root-user", "--net", "--mount");

    private static PlainUser user;

    /** Jars may lie where only root can read; the user needs them. */
    @TempDir
    static Path jars;

    private static String classPath;

    @BeforeAll
    static void prepare() throws Exception {
        user = PlainUser.create("tester", 4243);
        StringBuilder path = new StringBuilder();
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(":")) {
            if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
                Path copy = jars.resolve(number++ + "-" + Path.of(entry).getFileName());
                Place.host().run("cp", "-rL", entry, copy.toString()).succeeded();
                path.append(copy).append(':');
            }
        }
        Place.host().run("chmod", "-R", "a+rX", jars.toString()).succeeded();
        classPath = path.toString();
    }

    @AfterEach
    void removeCaptures() {
        Place.host().run("rm", "-rf", captures().toString()).succeeded();
    }

    private static Path captures() {
        return user.home().resolve("captures");
    }

    @AfterAll
    static void cleanUp() {
        Place.host().run("rm", "-rf", "/run/home", "/run/user").succeeded();
    }

    /** Processes on hosts of a user namespace that is made for them. */
    @Test
    void hostsHaveProcesses() throws Exception {
        assertThat(program(Program.class, List.of()))
                .containsExactly("hosts-no-tasks", "0", "cut", "0", "lossy", "0", "partitioned", "0", "limited: true");
    }

    /** All of it, where the JVM was started as root of a user namespace. */
    @Test
    void aJvmInAUserNamespaceHasItAll() throws Exception {
        assertThat(program(Program.class, AS_ROOT_OF_A_USER_NAMESPACE))
                .containsExactly("192.0.2.1", "0", "cut", "0", "lossy", "0", "partitioned", "0", "limited: true");
    }

    /** By a socket of the JVM's. */
    @Test
    void capturesHoldWhatHostsSentAndReceived() throws Exception {
        Path directory = captures();
        assertThat(program(Capturing.class, AS_ROOT_OF_A_USER_NAMESPACE, directory.toString()))
                .containsExactly(directory + "/alpha.pcap", directory + "/beta.pcap");
        for (String name : List.of("alpha.pcap", "beta.pcap")) {
            byte[] capture = Files.readAllBytes(directory.resolve(name));
            // pcap-savefile(5): times in microseconds, of a machine that counts its bytes from the lowest.
            assertThat(capture).startsWith(0xd4, 0xc3, 0xb2, 0xa1);
            assertThat(new String(capture, StandardCharsets.ISO_8859_1)).contains(MARK);
        }
    }

    /** It insists on changing its user, which nobody can in a user namespace that a plain user made. */
    @Test
    @RequiresTool("tcpdump")
    void whereTcpdumpRefusesHostsWorkAndTheCaptureSaysWhy() {
        assertThat(program(Capturing.class, List.of(), captures().toString()))
                .singleElement()
                .asString()
                .startsWith("hosts-no-capture: tcpdump does not start on host alpha: it says: tcpdump: ")
                .contains("unshare --user");
    }

    private static List<String> program(Class<?> program, List<String> prefix, String... arguments) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + user.home(),
                "-cp",
                classPath,
                program.getName()));
        words.addAll(List.of(arguments));
        return Place.host()
                .command(words.toArray(String[]::new))
                .as(user)
                .directory(Path.of("/")) // that of the JVM may lie where only root can go
                .deadline(Duration.ofSeconds(55))
                .run()
                .succeeded()
                .lines();
    }

    /** What the user runs to see what its hosts send. */
    static final class Capturing {
        private Capturing() {}

        public static void main(String[] arguments) {
            try (Hosts hosts = Hosts.create("alpha", "beta")) {
                hosts.startCaptures();
                String there = hosts.get("beta").ipv4().getHostAddress();
                hosts.get("alpha")
                        .exec("bash", "-c", "echo " + MARK + " >/dev/udp/" + there + "/7000")
                        .exitStatus();
                hosts.saveCaptures(Path.of(arguments[0])).forEach(System.out::println);
            } catch (HostsException e) {
                System.out.println(e.errorCode() + ": " + e.getMessage());
            }
        }
    }

    /** What the user runs. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws Exception {
            try (Hosts hosts = Hosts.create("alpha", "beta")) {
                Host alpha = hosts.get("alpha");
                Host beta = hosts.get("beta");
                try {
                    System.out.println(alpha.call(() -> alpha.ipv4().getHostAddress()));
                } catch (HostsException e) {
                    System.out.println(e.errorCode());
                }
                beta.start(beta.java(EndTest.Echo.class, "7000"));
                System.out.println(connect(alpha, beta, 100));
                beta.link().cut();
                if (connect(alpha, beta, 1) != 0) {
                    System.out.println("cut");
                }
                beta.link().heal();
                System.out.println(connect(alpha, beta, 100));
                beta.link().lose(100);
                if (connect(alpha, beta, 1) != 0) {
                    System.out.println("lossy");
                }
                beta.link().heal();
                System.out.println(connect(alpha, beta, 100));
                hosts.partition(beta);
                if (connect(alpha, beta, 1) != 0) {
                    System.out.println("partitioned");
                }
                hosts.heal();
                System.out.println(connect(alpha, beta, 100));
                beta.link().limit(1_000_000);
                System.out.println("limited: "
                        + beta.exec("tc", "qdisc", "show", "dev", "eth0")
                                .output()
                                .contains("rate 1Mbit"));
            }
        }

        private static int connect(Host from, Host to, int tries) {
            // bash can connect by itself; 124 says that the time is over.
            String script = "for i in $(seq " + tries + "); do timeout 2 bash -c '</dev/tcp/"
                    + to.ipv4().getHostAddress() + "/7000' 2>/dev/null && exit 0; sleep 0.1; done; exit 1";
            return from.exec("sh", "-c", script).exitStatus();
        }
    }
}
