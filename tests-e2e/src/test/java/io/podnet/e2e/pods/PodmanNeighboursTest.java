// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.podnet.api.Pod;
import io.podnet.api.PodSpec;
import io.podnet.api.RecoveryReport;
import io.podnet.base.PortMapping;
import io.podnet.cni.CachedAttachment;
import io.podnet.cni.CniClient;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.Facet;
import io.podnet.testkit.LeavesBehind;
import io.podnet.testkit.Place;
import io.podnet.testkit.RequiresTool;
import io.podnet.testkit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pods of podnet and containers of podman (its CNI backend) on one network: nobody touches what is the other's. */
@RequiresTool({"podman", "crun"})
@Timeout(180)
@LeavesBehind(
        in = Facet.FILES,
        matching = "/run/(lock|libpod|crun|containers|user)(/.*)?",
        because = "podman's own state")
class PodmanNeighboursTest extends PodFixture {
    @BeforeEach
    void preparePodman() throws IOException {
        // podman writes 0.4.0.
        Path blue = config.resolve("blue.conflist");
        Files.writeString(blue, Files.readString(blue).replace("\"1.0.0\"", "\"0.4.0\""));
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

    // As io.podnet.e2e.cni.PodmanInteropTest calls it: crun wants one kind of cgroups, where the machine may have both.
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
                "--network-config-dir=" + config,
                "--cgroup-manager=cgroupfs"));
        command.addAll(List.of(words));
        return host.command(command.toArray(String[]::new))
                .deadline(Duration.ofSeconds(50))
                .run();
    }

    private String container() {
        return podman(
                        "run",
                        "--detach",
                        "--cgroups=disabled",
                        "--network=blue",
                        "--publish=8081:80",
                        "--volume=/usr:/usr:ro",
                        "--rootfs",
                        directory.resolve("rootfs").toString(),
                        "/usr/bin/sleep",
                        "1000")
                .succeeded()
                .stdout()
                .strip();
    }

    @Test
    void gcRemovesNothingOfPodmansAndOursIsDeletedFromTheCacheAlone() throws Exception {
        String theirs = container();
        Pod pod = started(PodSpec.builder().name("ours").publish(PortMapping.tcp(8080, 80)));
        Pod lost = started(PodSpec.builder().name("lost").publish(PortMapping.tcp(8082, 80)));
        try (CniClient cni = CniClient.create()) {
            CachedAttachment cached = cni.attachments(theirs).get(0);
            Place container = Place.inNamespace(cached.result().orElseThrow().interfaces().stream()
                    .filter(each -> each.name().equals("eth0"))
                    .map(each -> Path.of(each.sandbox()))
                    .findFirst()
                    .orElseThrow());

            // One of ours is gone behind our back; theirs is on record with nobody here.
            String pin = String.valueOf(lost.info().netns().orElseThrow().getFileName());
            host.run("ip", "netns", "delete", pin).succeeded();
            RecoveryReport report = podnet.recover();
            assertThat(report.stopped()).containsExactly(lost.id());
            assertThat(report.collected()).isEmpty();
            assertThat(report.failures()).isEmpty();
            assertThat(cni.attachments())
                    .extracting(each -> each.attachment().containerId())
                    .containsExactlyInAnyOrder(theirs, pod.id().value());
            try (TestServer server = container.serveTcp(80);
                    TestServer own = inside(pod).serveTcp(80)) {
                assertThat(host.askTcp("127.0.0.1", 8081, "theirs").text()).isEqualTo("theirs");
                assertThat(host.askTcp("127.0.0.1", 8080, "ours").text()).isEqualTo("ours");
            }

            // As cnitool does, which knows neither pods nor podnet.
            cni.delete(cni.attachments(pod.id().value()).get(0));
            assertThat(inside(pod, "ip", "-brief", "link").lines()).hasSize(1);
            assertThat(Agreement.leases(pod.info())).isEmpty();
            pod.remove();
            lost.remove();
            assertThat(podnet.recover().isEmpty()).isTrue();
            assertThat(cni.attachments()).hasSize(1);
        }
        podman("rm", "--force", "--time=0", theirs).succeeded();
        assertThat(Agreement.files(Path.of("/var/lib/cni/results"))).isEmpty();
    }
}
