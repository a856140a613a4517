// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.podnet.cni.Attachment;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CachedAttachment;
import io.podnet.cni.CniException;
import io.podnet.cni.NetworkConfigList;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
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
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attachments of podman (its CNI backend) in the hands of podnet, and the other way round: they share the result cache. */
@RequiresTool({"podman", "crun"})
@Timeout(120)
@LeavesBehind(
        in = Facet.FILES,
        matching = "/run/(lock|libpod|crun|containers|user)(/.*)?",
        because = "podman's own state")
@LeavesBehind(in = Facet.FILES, matching = "/run/cni/(tuning/)?", because = "tuning keeps the directory of its backups")
class PodmanInteropTest extends PluginFixture {
    @TempDir
    Path directory;

    // podman writes 0.4.0.
    private final NetworkConfigList network =
            NetworkConfigList.parse("{\"cniVersion\":\"0.4.0\",\"name\":\"net\",\"plugins\":["
                    + String.join(",", BRIDGE, PORTMAP, FIREWALL, "{\"type\":\"tuning\"}") + "]}");

    @BeforeEach
    void preparePodman() throws IOException {
        Files.write(Files.createDirectory(directory.resolve("net.d")).resolve("net.conflist"), network.bytes());
        Path root = Files.createDirectory(directory.resolve("rootfs"));
        for (String name : List.of("proc", "sys", "dev", "etc", "run", "usr")) {
            Files.createDirectory(root.resolve(name));
        }
        for (String name : List.of("bin", "lib", "lib64")) {
            Files.createSymbolicLink(root.resolve(name), Path.of("usr", name));
        }
        String backend =
                podman("info", "--format={{.Host.NetworkBackend}}").stdout().strip();
        assumeTrue(backend.equals("cni"), "needs podman with its CNI backend");
    }

    @AfterEach
    void removeContainers() {
        podman("rm", "--all", "--force", "--time", "0");
    }

    // crun wants one kind of cgroups, where the machine may have both. In a mount namespace of its own podman leaves no
    // mounts behind but those below /run/netns, which the two share.
    private CommandResult podman(String... words) {
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--propagation=unchanged",
                "sh",
                "-c",
                "umount /sys/fs/cgroup/unified 2>/dev/null; exec \"$@\"",
                "sh",
                "podman",
                "--root=" + directory.resolve("storage"),
                "--runroot=" + directory.resolve("runroot"),
                "--tmpdir=" + directory.resolve("tmp"),
                "--network-config-dir=" + directory.resolve("net.d"),
                "--cgroup-manager=cgroupfs"));
        command.addAll(List.of(words));
        return host.command(command.toArray(String[]::new))
                .deadline(Duration.ofSeconds(50))
                .run();
    }

    /** A container whose files are those of the host; gives its id. */
    private String container() {
        return podman(
                        "run",
                        "--detach",
                        "--cgroups=disabled",
                        "--network=net",
                        "--publish=8080:80",
                        "--volume=/usr:/usr:ro",
                        "--rootfs",
                        directory.resolve("rootfs").toString(),
                        "/usr/bin/sleep",
                        "1000")
                .succeeded()
                .stdout()
                .strip();
    }

    private static Path netns(CachedAttachment cached) {
        return cached.result().orElseThrow().interfaces().stream()
                .filter(each -> each.name().equals("eth0"))
                .map(each -> Path.of(each.sandbox()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void podnetChecksDetachesAndAttachesAndPodmanRemoves() throws Exception {
        String id = container();
        CachedAttachment cached = cni.attachments().get(0);
        assertThat(cached.attachment().id()).isEqualTo(new AttachmentId(id, "eth0"));
        assertThat(cached.attachment().args()).contains(new Attachment.Arg("IgnoreUnknown", "1"));
        Place container = Place.inNamespace(netns(cached));
        assertIsPublished(container);

        // Namespace, arguments and ports are those that podman's entry tells.
        Attachment attachment = Attachment.builder(id).build();
        cni.check(network, attachment);
        CniException refused = catchThrowableOfType(
                CniException.class,
                () -> cni.add(
                        network, attachment.toBuilder().netns(netns(cached)).build()));
        assertThat(refused).hasMessageContaining("attached already");
        cni.delete(cached);
        assertThat(container.run("ip", "-brief", "link").stdout()).doesNotContain("eth0");
        assertNothingIsKept();

        // podman takes ours for its own.
        cni.add(network, cached.attachment().toBuilder().netns(netns(cached)).build());
        assertThat(files("/var/lib/cni/results")).containsExactly("net-" + id + "-eth0");
        assertIsPublished(container);
        podman("rm", "--force", "--time=0", id).succeeded();
        assertNothingIsKept();
    }

    @Test
    void gcKeepsWhatIsValidAndPodmanLivesWithWhatIsNot() throws Exception {
        String id = container();
        Place container = Place.inNamespace(netns(cni.attachments().get(0)));
        cni.gc(network, Set.of(new AttachmentId(id, "eth0")));
        assertIsPublished(container);
        cni.gc(network, Set.of());
        assertThat(container.run("ip", "-brief", "link").stdout()).doesNotContain("eth0");
        assertNothingIsKept();
        podman("rm", "--force", "--time=0", id).succeeded();
    }

    private static void assertIsPublished(Place container) throws IOException {
        try (TestServer server = container.serveTcp(80)) {
            assertThat(Place.outside()
                            .askTcp(PrivateHost.IPV4, 8080, "published")
                            .text())
                    .isEqualTo("published");
        }
    }
}
