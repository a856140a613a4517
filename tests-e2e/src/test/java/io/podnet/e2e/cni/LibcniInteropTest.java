// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.podnet.base.MacAddress;
import io.podnet.base.PortMapping;
import io.podnet.cni.Attachment;
import io.podnet.cni.CachedAttachment;
import io.podnet.cni.CniResult;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import io.podnet.testkit.Place;
import io.podnet.testkit.RequiresTool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attachments that go from libcni to podnet and back: a program of a few lines around libcni is compiled for that. */
@RequiresTool("go")
@LeavesBehind(in = Facet.FILES, matching = "/run/cni/(tuning/)?", because = "tuning keeps the directory of its backups")
@Timeout(120)
class LibcniInteropTest extends PluginFixture {
    private static final Path SOURCES = Path.of("/usr/share/gocode/src/github.com/containernetworking/cni/libcni");
    /** cnitool's name for the namespace: the first 20 hex digits of the SHA-512 of its path. */
    private static final String BLUE = "cnitool-df26705e2e4ffd095eb1";

    @TempDir
    static Path directory;

    private final Attachment published = Attachment.builder(BLUE, NETNS)
            .portMappings(List.of(PortMapping.tcp(8080, 80)))
            .build();

    @BeforeAll
    static void compile() throws IOException {
        assumeTrue(Files.isDirectory(SOURCES), "needs the sources of libcni for Go in " + SOURCES);
        try (InputStream source = LibcniInteropTest.class.getResourceAsStream("libcni/main.go")) {
            Files.copy(source, directory.resolve("main.go"));
        }
        Place.host()
                .command("go", "build", "-o", "libcni", "main.go")
                .environment("GO111MODULE", "off")
                .environment("GOPATH", "/usr/share/gocode")
                .environment("GOCACHE", directory.resolve("cache").toString())
                .environment("GOFLAGS", "")
                .directory(directory)
                .deadline(Duration.ofSeconds(100))
                .run()
                .succeeded();
    }

    private static NetworkConfigList configured(String name, String... plugins) throws IOException {
        NetworkConfigList network = named(name, plugins);
        Files.write(directory.resolve(name + ".conflist"), network.bytes());
        return network;
    }

    private CommandResult libcni(String verb, String network, String capabilities) {
        return host.command(directory.resolve("libcni").toString(), verb, network, NETNS.toString())
                .environment("CNI_PATH", "/usr/lib/cni:/opt/cni/bin")
                .environment("NETCONFPATH", directory.toString())
                .environment("CAP_ARGS", capabilities)
                .run();
    }

    @Test
    void whatPodnetAttachesLibcniChecksAndDetachesFromTheCacheAlone() throws Exception {
        NetworkConfigList network = configured("ours", BRIDGE, PORTMAP, FIREWALL, "{\"type\":\"tuning\",\"mtu\":1380}");
        cni.add(network, published);
        // Without ports, since libcni does not recall them on CHECK.
        libcni("check", "ours", "").succeeded();
        libcni("forget", "ours", "").succeeded();
        assertThat(pod.run("ip", "-brief", "link").stdout()).doesNotContain("eth0");
        assertNothingIsKept();
    }

    @Test
    void whatLibcniAttachesPodnetChecksAndDetachesFromTheCacheAlone() throws Exception {
        NetworkConfigList network = configured("theirs", BRIDGE, PORTMAP, FIREWALL);
        String ports = "{\"portMappings\":[{\"hostPort\":8080,\"containerPort\":80,\"protocol\":\"tcp\"}]}";
        CommandResult added = libcni("add", "theirs", ports).succeeded();
        CachedAttachment cached = cni.attachments().get(0);
        assertThat(cached.result()).contains(CniResult.parse(added.stdout()));
        cni.check(network, Attachment.builder(BLUE).build());
        cni.delete(cached);
        assertThat(pod.run("ip", "-brief", "link").stdout()).doesNotContain("eth0");
        assertNothingIsKept();
    }

    /** The same attachment by both, with a hardware address and IP addresses that are given: the same to the byte. */
    @Test
    void bothWriteTheSameEntry() throws Exception {
        NetworkConfigList network = configured(
                "same",
                "{\"type\":\"macvlan\",\"master\":\"eth0\",\"capabilities\":{\"mac\":true},\"ipam\":{\"type\":\"static\","
                        + "\"addresses\":[{\"address\":\"203.0.113.77/24\",\"gateway\":\"203.0.113.1\"}],"
                        + "\"routes\":[{\"dst\":\"0.0.0.0/0\"}]},\"dns\":{\"nameservers\":[\"203.0.113.1\"]}}");
        Path entry = Path.of("/var/lib/cni/results/same-" + BLUE + "-eth0");
        CommandResult added = libcni(
                        "add", "same", "{\"mac\":\"02:00:00:00:00:77\",\"x\":{\"b\":[1,null],\"a\":\"<&>\"}}")
                .succeeded();
        String theirs = Files.readString(entry);
        libcni("del", "same", "").succeeded();

        Attachment attachment = Attachment.builder(BLUE, NETNS)
                .capabilityJson("{\"x\":{\"b\":[1,null],\"a\":\"<&>\"}}")
                .mac(MacAddress.parse("02:00:00:00:00:77"))
                .build();
        CniResult result = cni.add(network, attachment);
        // The namespace is in it since libcni 1.2.
        assertThat(Files.readString(entry).replace("\"netns\":\"" + NETNS + "\",", ""))
                .isEqualTo(theirs.replace("\"netns\":\"" + NETNS + "\",", ""));
        // The order of what is printed has changed since.
        assertThat(CniResult.parse(added.stdout())).isEqualTo(result);
        cni.delete(network, attachment);
    }
}
