// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.CniException;
import io.podnet.cni.CniVersion;
import io.podnet.cni.NetworkConfigList;
import io.podnet.e2e.shared.Seed;
import io.podnet.testkit.Place;
import io.podnet.testkit.Rounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same configurations given to the distribution's executables and to the native plugins: same results, same networks. */
@LeavesNativeMarks
@Tag("smoke")
@Timeout(600)
class SideBySideTest {
    private static final Path LEASES = Path.of("/var/lib/cni/networks/net");

    private final Place host = Place.host();

    @BeforeEach
    void writeNameServers() throws Exception {
        Files.writeString(
                Path.of("/tmp/resolv.conf"),
                "# a comment\nnameserver 192.0.2.1\nnameserver 192.0.2.2\nsearch x.example y.example\noptions ndots:2\n");
    }

    @AfterEach
    void forget() throws Exception {
        clear();
        Files.delete(Path.of("/tmp/resolv.conf"));
    }

    private void clear() throws Exception {
        host.run("ip", "link", "delete", "cni7");
        for (String sysctl : List.of("net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding")) {
            host.run("sysctl", "-qw", sysctl + "=0");
        }
        if (Files.isDirectory(LEASES)) {
            try (Stream<Path> files = Files.list(LEASES)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private List<String> leases() throws Exception {
        List<String> leases = new ArrayList<>();
        if (Files.isDirectory(LEASES)) {
            try (Stream<Path> files = Files.list(LEASES)) {
                for (Path file : files.sorted().toList()) {
                    leases.add(file.getFileName() + " "
                            + Files.getPosixFilePermissions(file).stream()
                                    .sorted()
                                    .toList() + " "
                            + Files.readString(file).replace("\r\n", "|"));
                }
            }
        }
        return leases;
    }

    /** What one backend makes of a sample, all that can be compared. */
    private List<String> attach(String backend, Configurations.Sample sample, int interfaces) throws Exception {
        List<String> seen = new ArrayList<>();
        Place pod = Plugins.namespace("blue");
        try (CniClient cni = Plugins.client(backend)) {
            NetworkConfigList network = NetworkConfigList.parse(sample.network());
            List<Attachment> attached = new ArrayList<>();
            for (int i = 0; i < interfaces; i++) {
                Attachment attachment = sample.attachment("c0ffee", Plugins.file("blue"), "eth" + i);
                try {
                    seen.add(Plugins.masked(cni.add(network, attachment).as(network.version())));
                    attached.add(attachment);
                } catch (CniException e) {
                    seen.add("failed");
                    System.out.println(backend + ": " + e.getMessage());
                }
            }
            seen.addAll(
                    NetworkState.of(pod).stream().map(line -> "pod: " + line).toList());
            seen.addAll(
                    NetworkState.of(host).stream().map(line -> "host: " + line).toList());
            seen.addAll(leases());
            if (!sample.network().contains("\"0.2.0\"") && !sample.network().contains("\"0.3.")) {
                attached.forEach(each -> check(cni, network, each, backend));
            }
            for (Attachment each : attached) {
                cni.delete(network, each);
                cni.delete(network, each);
            }
            seen.add("deleted");
            seen.addAll(
                    NetworkState.of(pod).stream().map(line -> "pod: " + line).toList());
            seen.addAll(
                    NetworkState.of(host).stream().map(line -> "host: " + line).toList());
            seen.addAll(leases());
        } finally {
            Plugins.remove("blue");
            clear();
        }
        return seen;
    }

    // A foreign CHECK of what was made natively is not promised, but each passes its own.
    private static void check(CniClient cni, NetworkConfigList network, Attachment attachment, String backend) {
        if (backend.equals("native") && network.version().isAtLeast(CniVersion.V0_4_0)) {
            cni.check(network, attachment);
        }
    }

    private static String difference(List<String> expected, List<String> actual) {
        List<String> missing = new ArrayList<>(expected);
        actual.forEach(missing::remove);
        List<String> added = new ArrayList<>(actual);
        expected.forEach(added::remove);
        return missing.stream().map(line -> "\nexec   " + line).collect(Collectors.joining())
                + added.stream().map(line -> "\nnative " + line).collect(Collectors.joining());
    }

    @Test
    void bothDoTheSame() throws Exception {
        long seed = Seed.take();
        Random random = new Random(seed);
        Configurations configurations = new Configurations(random);
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < Rounds.of(100); i++) {
            Configurations.Sample sample = configurations.next();
            int interfaces = random.nextInt(4) == 0 && !sample.isForOne() ? 2 : 1;
            List<String> expected = attach("exec", sample, interfaces);
            List<String> actual = attach("native", sample, interfaces);
            String difference = difference(expected, actual);
            all.assertThat(difference)
                    .as("seed " + seed + ", round " + i + ", " + interfaces + " interfaces: " + sample)
                    .isEmpty();
        }
        all.assertAll();
    }
}
