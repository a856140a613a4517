// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.e2e.commands.Called;
import io.podnet.e2e.networks.KeepsNetworkState;
import io.podnet.e2e.shared.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Arguments that a machine has made of good ones: each is either taken, or refused with exit status 125 and one line on
 * standard error, and then nothing has changed. The seed is printed, and can be given.
 */
@Timeout(300)
@KeepsNetworkState
class GeneratedInputTest {
    private static final int ROUNDS = 300;

    /** Characters that mean something somewhere: to a shell, a terminal, a path, a number, to JSON or to us. */
    private static final List<String> HOSTILE = List.of(
            "",
            " ",
            "/",
            "..",
            ":",
            "::",
            ",",
            "=",
            "-",
            "--",
            "0",
            "9",
            "65536",
            "99999999999999999999",
            "%",
            "%s",
            "$(id)",
            "`",
            "'",
            "\"",
            "\\",
            "\n",
            "\r\n",
            "\t",
            "\u001b[2J",
            "\u0000",
            "\u00e9",
            "\ud83d\ude00",
            "\u202e",
            "\u0661",
            "{",
            "]",
            "*",
            "~",
            "@",
            "#",
            "a".repeat(5000),
            "/../../etc/passwd",
            "fe80::1%eth0",
            "::ffff:10.0.0.1",
            "0x10",
            "010");

    /** Command lines that are good; %s is what is made worse. Those that would change something are told by what undoes it. */
    private static final Map<String, List<String>> GOOD = new TreeMap<>(Map.ofEntries(
            Map.entry("create --name %s", List.of("web", "web-1.x")),
            Map.entry(
                    "create --network %s",
                    List.of(
                            "podnet",
                            "podnet:ip=10.87.3.4,mac=02:00:00:00:00:07,alias=x",
                            "podnet:interface_name=blue0",
                            "none",
                            "ns:/proc/self/ns/net",
                            "pod:none",
                            "slirp4netns:mtu=1500")),
            Map.entry("create --ip %s", List.of("10.87.0.77")),
            Map.entry("create --ip6 %s", List.of("fd00::7")),
            Map.entry("create --mac-address %s", List.of("02:00:00:00:00:01")),
            Map.entry("create --network-alias %s", List.of("web")),
            Map.entry("create -p %s", List.of("8080:80", "127.0.0.1:53:53/udp", "[::1]:80:80", "9000-9010:80-90/tcp")),
            Map.entry("create --expose %s", List.of("80", "80-90/udp")),
            Map.entry("create --dns %s", List.of("9.9.9.9", "2001:db8::1")),
            Map.entry("create --dns-search %s", List.of("example.org")),
            Map.entry("create --dns-option %s", List.of("ndots:2")),
            Map.entry("create --add-host %s", List.of("db:10.0.0.1", "gate:host-gateway")),
            Map.entry("create --format %s", List.of("json")),
            Map.entry("create %s", List.of("--name=x", "-v", "--help")),
            Map.entry("network create --disable-dns %s", List.of("net1")),
            Map.entry("network create --disable-dns --subnet %s", List.of("10.99.0.0/24", "fd00:99::/64")),
            Map.entry("network create --disable-dns --subnet 10.99.0.0/24 --gateway %s", List.of("10.99.0.1")),
            Map.entry("network create --disable-dns --subnet 10.99.0.0/24 --ip-range %s", List.of("10.99.0.128/25")),
            Map.entry("network create --disable-dns -d %s", List.of("bridge", "macvlan")),
            Map.entry("network create --disable-dns -o %s", List.of("mtu=1400", "isolate=true", "parent=eth0")),
            Map.entry("network create --disable-dns --label %s", List.of("a=b")),
            Map.entry("network inspect %s", List.of("podnet")),
            Map.entry("network ls --filter %s", List.of("name=podnet", "driver=bridge")),
            Map.entry("network rm %s", List.of("net9")),
            Map.entry("inspect %s", List.of("0123456789ab")),
            Map.entry("start %s", List.of("0123456789ab")),
            Map.entry("stop %s", List.of("web")),
            Map.entry("reload %s", List.of("web")),
            Map.entry("stats --no-stream %s", List.of("web")),
            Map.entry("port %s", List.of("web")),
            Map.entry("exec %s -- true", List.of("web")),
            Map.entry("connect podnet %s", List.of("web")),
            Map.entry("connect %s web", List.of("podnet:ip=10.87.0.9")),
            Map.entry("disconnect podnet %s", List.of("web")),
            Map.entry("ps --filter %s", List.of("status=running", "id=ab")),
            Map.entry("events --no-follow --since %s", List.of("10m", "2026-11-24T10:00:00Z"))));

    private final long seed = Seed.take();
    private final Random random = new Random(seed);

    @AfterEach
    void removeAll() {
        Called.here("rm", "--all", "--force").ok();
    }

    @Test
    void isTakenOrRefusedAndThenNothingHasChanged() throws Exception {
        // What only the first command makes.
        Called.here("create", "--name", "first").ok();
        Called.here("rm", "first").ok();
        Called.here("network", "create", "--disable-dns", "first").ok();
        Called.here("network", "rm", "first").ok();
        List<String> lines = new ArrayList<>(GOOD.keySet());
        SoftAssertions all = new SoftAssertions();
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String line = lines.get(i % lines.size());
            List<String> samples = GOOD.get(line);
            String value = worse(samples.get(random.nextInt(samples.size())));
            String[] words = Stream.of(line.split(" "))
                    .map(each -> each.replace("%s", value))
                    .toArray(String[]::new);
            Map<String, String> before = files();
            Called called = Called.here(words);
            if (called.status() == 0) {
                undo(words, called);
                continue;
            }
            refused++;
            String context = "seed " + seed + ": " + List.of(words) + ": " + called;
            // podman's rm has a status of its own for what is not there.
            boolean rm = List.of(words).contains("rm");
            all.assertThat(called.status()).as(context).isIn(rm ? List.of(1, 125) : List.of(125));
            all.assertThat(called.err())
                    .as(context)
                    .startsWith("Error: ")
                    .doesNotContain("Exception", "io.podnet")
                    .hasLineCount(1);
            // podman's network inspect prints what it has found by then too.
            all.assertThat(called.out()).as(context).isIn("", "[]\n");
            all.assertThat(files()).as(context).isEqualTo(before);
        }
        all.assertAll();
        // Some stay good: a digit for a digit, a letter for a letter.
        assertThat(refused).as("seed %d", seed).isGreaterThan(ROUNDS / 2);
    }

    private static void undo(String[] words, Called called) {
        if (words[0].equals("create") && called.out().matches("[0-9a-f]{64}\n")) {
            Called.here("rm", called.out().strip()).ok();
        } else if (words[0].equals("network")
                && words[1].equals("create")
                && called.out().lines().count() == 1) {
            Called.here("network", "rm", called.out().strip()).ok();
        }
    }

    /** Cuts, doubles, replaces or adds something, once or twice. */
    private String worse(String good) {
        String text = good;
        for (int i = random.nextInt(2); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(3));
            String bad = HOSTILE.get(random.nextInt(HOSTILE.size()));
            text = switch (random.nextInt(5)) {
                case 0 -> text.substring(0, at) + bad + text.substring(at);
                case 1 -> text.substring(0, at) + bad + text.substring(end);
                case 2 -> text.substring(0, at) + text.substring(end);
                case 3 -> bad;
                default -> text.substring(0, at) + text + text.substring(at);
            };
        }
        return text;
    }

    // Locks come and go; what is kept in files is what counts.
    private static Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String root : List.of("/var/lib/podnet", "/etc/cni", "/var/lib/cni")) {
            if (!Files.isDirectory(Path.of(root))) {
                continue;
            }
            try (Stream<Path> all = Files.walk(Path.of(root))) {
                for (Path each : all.filter(Files::isRegularFile).toList()) {
                    files.put(each.toString(), HexFormat.of().formatHex(Files.readAllBytes(each)));
                }
            }
        }
        return files;
    }
}
