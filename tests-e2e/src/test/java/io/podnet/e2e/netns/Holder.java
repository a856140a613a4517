// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netns;

import io.podnet.base.ProcessIdentity;
import io.podnet.netns.Namespaces;
import io.podnet.netns.Scope;
import io.podnet.testkit.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process in user, mount and network namespaces of its own, as an unprivileged user would start one. */
final class Holder implements AutoCloseable {
    private final Process process;

    Holder() throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--net",
                        "--mount",
                        "--propagation",
                        "slave",
                        "sleep",
                        "600")
                .inheritIO()
                .start();
        Path own = Path.of("/proc/" + process.pid() + "/ns/mnt");
        while (Files.readSymbolicLink(own).equals(Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")))) {
            Thread.sleep(10);
        }
    }

    Namespaces open(Path directory) {
        return Namespaces.builder()
                .scope(Scope.holder(ProcessIdentity.of(process.pid()).orElseThrow()))
                .directory(directory)
                .open();
    }

    /** Runs a command where the holder is. */
    void run(String... words) {
        List<String> all = new ArrayList<>(List.of(
                "nsenter", "-t", Long.toString(process.pid()), "-U", "-m", "-n", "--preserve-credentials", "--"));
        all.addAll(List.of(words));
        Place.host().run(all.toArray(String[]::new)).succeeded();
    }

    Path look(Path path) {
        return Path.of("/proc/" + process.pid() + "/root" + path);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
