// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** podman, with a directory of its own for all but networks; its containers have the host's files. */
final class Podman {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Path networks;

    Podman(Path directory, Path networks) throws IOException {
        this.directory = directory;
        this.networks = networks;
        Path root = Files.createDirectory(directory.resolve("rootfs"));
        for (String name : List.of("proc", "sys", "dev", "etc", "run", "usr")) {
            Files.createDirectory(root.resolve(name));
        }
        for (String name : List.of("bin", "lib", "lib64")) {
            Files.createSymbolicLink(root.resolve(name), Path.of("usr", name));
        }
    }

    // crun wants one kind of cgroups, where the machine may have both. In a mount namespace of its own podman leaves no
    // mounts behind but those below /run/netns, which the two share.
    CommandResult call(List<String> words) {
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
                "--network-config-dir=" + networks,
                "--storage-driver=vfs",
                "--cgroup-manager=cgroupfs"));
        command.addAll(words);
        return Place.host()
                .command(command.toArray(String[]::new))
                .deadline(Duration.ofSeconds(60))
                .run();
    }

    /** Makes a container that sleeps. */
    CommandResult make(String verb, String name, List<String> options) {
        List<String> words = new ArrayList<>(List.of(verb, "--cgroups=disabled", "--name=" + name));
        if (verb.equals("run")) {
            words.add("--detach");
        }
        words.addAll(options);
        words.addAll(List.of(
                "--volume=/usr:/usr:ro", "--rootfs", directory.resolve("rootfs").toString(), "/usr/bin/sleep", "1000"));
        return call(words);
    }

    JsonNode inspect(List<String> names) throws IOException {
        List<String> words = new ArrayList<>(List.of("inspect", "--type=container"));
        words.addAll(names);
        return JSON.readTree(call(words).succeeded().stdout());
    }

    void removeAll() throws IOException {
        // It removes several at a time, and refuses to remove one whose namespace another shares that is still there.
        await().atMost(Duration.ofSeconds(60))
                .until(() -> call(List.of("rm", "--all", "--force", "--time=0")).exit() == 0);
        // podman is done when the container is; its monitor, which keeps the published ports busy, ends later.
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(monitors()).isEmpty());
        // It leads out of the temporary directory.
        Files.deleteIfExists(directory.resolve("rootfs/etc/mtab"));
    }

    private List<String> monitors() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains("conmon") && line.contains(directory.toString()))
                .toList();
    }
}
