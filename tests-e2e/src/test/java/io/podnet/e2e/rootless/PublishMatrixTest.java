// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.testkit.Answer;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import io.podnet.testkit.PrivateHost;
import io.podnet.testkit.RequiresTool;
import io.podnet.testkit.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Published ports of a user's pods, by each stack, on a bridge and with a stack of their own, TCP and UDP, IPv4 and IPv6,
 * asked from the host's loopback, from its own address and from a third host: who answers, and whom the pod sees.
 */
@OnPrivateHost
@KeepsUserState
@RequiresTool({"slirp4netns", "pasta", "newuidmap", "/usr/lib/podman/rootlessport"})
class PublishMatrixTest {
    /**
     * The address that the pod sees, by where the client is: "gateway" is slirp4netns' word for the host's loopback, "pod"
     * the pod's own, "router" the host's default gateway, "link" a link-local address of the host's; "none" cannot reach it. A port of
     * which the user is warned says so. Of pasta it is the version of Debian 12.
     */
    private static final String SERVED = """
            options                          | port                | IP | loopback | host   | third  | warned
            --stack slirp4netns              | 18080:80            | 4  | gateway  | host   | client |
            --stack slirp4netns              | 18080:80            | 6  | none     | none   | none   |
            --stack slirp4netns              | 127.0.0.1:18081:80  | 4  | gateway  | none   | none   |
            --stack slirp4netns              | 203.0.113.2:18082:80| 4  | none     | host   | client |
            --stack slirp4netns              | 18053:53/udp        | 4  | none     | host   | client | warned
            --stack slirp4netns              | 18053:53/udp        | 6  | none     | none   | none   | warned
            --stack slirp4netns:allow_host_loopback=true | 18080:80 | 4 | gateway | host   | client |
            --stack slirp4netns:allow_host_loopback=true | 18053:53/udp | 4 | gateway | host | client |
            --network slirp4netns            | 18080:80            | 4  | gateway  | host   | client |
            --network slirp4netns            | 18080:80            | 6  | none     | none   | none   |
            --network slirp4netns            | 18053:53/udp        | 4  | none     | host   | client | warned
            --network pasta                  | 18080:80            | 4  | loopback | router | client | warned
            --network pasta                  | 18080:80            | 6  | loopback | link   | client | warned
            --network pasta                  | 18053:53/udp        | 4  | none     | none   | client | warned
            --network pasta                  | 18053:53/udp        | 6  | none     | none   | client | warned
            """;

    /** By podman's rootlessport, where nothing better can. */
    private static final String SERVED_BY_ROOTLESSKIT = """
            options                          | port                | IP | loopback | host   | third  | warned
            --stack pasta                    | 18080:80            | 4  | pod      | pod    | pod    |
            --stack pasta                    | 18080:80            | 6  | pod      | pod    | pod    |
            --stack pasta                    | 18053:53/udp        | 4  | pod      | pod    | pod    |
            --stack pasta                    | 18053:53/udp        | 6  | pod      | pod    | pod    |
            --stack slirp4netns              | [::]:18086:80       | 6  | pod      | pod    | pod    |
            --stack slirp4netns              | [::1]:18087:80      | 6  | pod      | none   | none   |
            --stack slirp4netns              | 127.0.0.1:18053:53/udp | 4 | pod    | none   | none   |
            --network slirp4netns            | [::]:18086:80       | 6  | pod      | pod    | pod    |
            --network slirp4netns:port_handler=rootlesskit | 18080:80 | 4 | pod   | pod    | pod    |
            """;

    /** What nobody can serve, where there is no rootlessport. */
    private static final String REFUSED = """
            options                          | port                | reason
            --stack slirp4netns              | [::1]:18080:80      | IPv4 addresses of the host only
            --stack slirp4netns              | 127.0.0.1:18053:53/udp | allow_host_loopback=true
            --network slirp4netns            | [::]:18080:80       | IPv4 addresses of the host only
            --stack pasta                    | 18080:80            | pasta takes ports only when it starts
            --stack pasta                    | [::]:18053:53/udp   | pasta takes ports only when it starts
            --network pasta                  | 127.0.0.1:18053:53/udp | only where both ports are the same
            """;

    private static final String WITHOUT_ROOTLESSPORT = "-Dpodnet.rootless.rootlessport.path=/nonexistent";

    private static User user;

    private ExecutorService askers;

    private record Row(List<String> cells) {
        String options() {
            return cells.get(0);
        }

        String port() {
            return cells.get(1);
        }

        boolean isUdp() {
            return port().endsWith("/udp");
        }

        boolean isIpv6() {
            return cells.get(2).equals("6");
        }

        boolean isWarned() {
            return cells.size() > 6 && cells.get(6).equals("warned");
        }

        int hostPort() {
            return Integer.parseInt(port().replaceFirst("^(.*:)?(\\d+):\\d+(/udp)?$", "$2"));
        }

        List<String> expected() {
            return cells.subList(3, 6);
        }

        static Stream<Row> of(String table) {
            return table.lines()
                    .skip(1)
                    .map(line -> new Row(
                            Stream.of(line.split("\\|")).map(String::strip).toList()));
        }
    }

    @BeforeAll
    @Timeout(600) // podnet may have to be built
    static void prepare() throws Exception {
        user = User.create();
    }

    @BeforeEach
    void makeAskers() {
        askers = Executors.newCachedThreadPool();
    }

    @AfterEach
    void endAskers() throws Exception {
        askers.shutdown();
        assertThat(askers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @AfterAll
    static void cleanUp() {
        if (user != null) {
            user.close();
        }
    }

    static Stream<String> pods() {
        return options(SERVED);
    }

    static Stream<String> podsOfRootlesskit() {
        return options(SERVED_BY_ROOTLESSKIT);
    }

    private static Stream<String> options(String table) {
        return Row.of(table).map(Row::options).distinct();
    }

    @ParameterizedTest
    @MethodSource("pods")
    void portsOfAPodAreReachedFrom(String options) throws Exception {
        serve(options, SERVED, user.with("JDK_JAVA_OPTIONS", WITHOUT_ROOTLESSPORT));
    }

    @ParameterizedTest
    @MethodSource("podsOfRootlesskit")
    void portsThatRootlesskitServesAreReachedFrom(String options) throws Exception {
        serve(options, SERVED_BY_ROOTLESSKIT, user);
    }

    private void serve(String options, String table, User as) throws Exception {
        List<Row> rows =
                Row.of(table).filter(row -> row.options().equals(options)).toList();
        List<String> words = new ArrayList<>(List.of(options.split(" ")));
        rows.stream().map(Row::port).distinct().forEach(port -> words.addAll(List.of("-p", port)));
        try (UserPod pod = UserPod.run(as, words.toArray(String[]::new));
                TestServer tcp = pod.inside().serveTcp(80);
                Servers udp = Servers.udp(pod, rows)) {
            assertThat(tcp.port()).isNotEqualTo(udp.port());
            // All at once, since who is not answered waits for seconds.
            Map<String, CompletableFuture<List<String>>> seen = new TreeMap<>();
            rows.forEach(row -> seen.put(name(row), supplyAsync(() -> ask(row), askers)));
            Map<String, List<String>> expected = new TreeMap<>();
            for (Row row : rows) {
                expected.put(
                        name(row),
                        row.expected().stream()
                                .map(word -> address(word, pod, row.isIpv6()))
                                .toList());
            }
            Map<String, List<String>> answers = new TreeMap<>();
            seen.forEach((name, answer) -> answers.put(name, answer.join()));
            assertThat(answers).isEqualTo(expected);
            for (Row row : rows) {
                assertThat(pod.runner().stderr().contains(" port " + row.port()))
                        .as(
                                "the user is warned of %s: %s",
                                row.port(), pod.runner().stderr())
                        .isEqualTo(row.isWarned());
            }
        }
        assertThat(user.processes()).as("processes that are left").isEmpty();
        assertThat(user.remains()).isEmpty();
    }

    private static String name(Row row) {
        return row.port() + " by IPv" + row.cells().get(2);
    }

    /** Where UDP is served: a server on all addresses would answer from another one than it was asked at. */
    private record Servers(List<TestServer> servers) implements AutoCloseable {
        static Servers udp(UserPod pod, List<Row> rows) throws IOException {
            List<TestServer> servers = new ArrayList<>();
            if (rows.stream().anyMatch(Row::isUdp)) {
                servers.add(pod.inside().serveUdp(pod.address(), 53));
                if (pod.address().equals(PrivateHost.IPV4)) {
                    servers.add(pod.inside().serveUdp(PrivateHost.IPV6, 53));
                    servers.add(pod.inside().serveUdp("127.0.0.1", 53));
                    servers.add(pod.inside().serveUdp("::1", 53));
                }
            }
            return new Servers(servers);
        }

        int port() {
            return servers.isEmpty() ? 0 : servers.get(0).port();
        }

        @Override
        public void close() throws IOException {
            for (TestServer each : servers) {
                each.close();
            }
        }
    }

    private List<String> ask(Row row) {
        String loopback = row.isIpv6() ? "::1" : "127.0.0.1";
        String own = row.isIpv6() ? PrivateHost.IPV6 : PrivateHost.IPV4;
        return Stream.of(
                        supplyAsync(() -> asker(Place.host(), loopback, row), askers),
                        supplyAsync(() -> asker(Place.host(), own, row), askers),
                        supplyAsync(() -> asker(Place.outside(), own, row), askers))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private static String asker(Place from, String address, Row row) {
        try {
            Answer answer = row.isUdp()
                    ? from.askUdp(address, row.hostPort(), "who am I?")
                    : from.askTcp(address, row.hostPort(), "who am I?");
            return answer.asker().isLinkLocalAddress() ? "link" : answer.asker().getHostAddress();
        } catch (IOException e) {
            return "none";
        }
    }

    private static String address(String word, UserPod pod, boolean ipv6) {
        String text = switch (word) {
            case "none", "link" -> "";
            case "gateway" -> "10.0.2.2";
            case "pod" -> pod.address();
            case "loopback" -> ipv6 ? "::1" : "127.0.0.1";
            case "host" -> ipv6 ? PrivateHost.IPV6 : PrivateHost.IPV4;
            case "client", "router" -> ipv6 ? PrivateHost.GATEWAY_IPV6 : PrivateHost.GATEWAY_IPV4;
            default -> throw new AssertionError("what is \"" + word + "\"?");
        };
        try {
            return text.isEmpty() ? word : InetAddress.getByName(text).getHostAddress();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Timeout(120)
    void whatNobodyCanServeIsRefusedWithTheReasonAndNothingIsLeft() {
        for (Row row : Row.of(REFUSED).toList()) {
            List<String> words = new ArrayList<>(List.of("run"));
            words.addAll(List.of(row.options().split(" ")));
            words.addAll(List.of("-p", row.port(), "--", "true"));
            CommandResult result =
                    user.with("JDK_JAVA_OPTIONS", WITHOUT_ROOTLESSPORT).run(words.toArray(String[]::new));
            assertThat(result.exit()).as(row.toString()).isEqualTo(125);
            assertThat(result.stderr())
                    .as(row.toString())
                    .contains("cannot publish port " + row.port())
                    .contains(row.cells().get(2));
            assertThat(user.processes()).as("processes that are left").isEmpty();
            assertThat(user.remains()).isEmpty();
        }
    }
}
