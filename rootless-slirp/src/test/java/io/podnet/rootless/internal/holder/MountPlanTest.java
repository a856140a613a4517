// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountPlanTest {
    @TempDir
    Path temporary;

    private Path root;
    private Layout layout;

    @BeforeEach
    void lookLikeAMachine() throws IOException {
        root = Files.createDirectories(temporary.resolve("host"));
        layout = new Layout(temporary.resolve("podnet"));
        Files.createDirectories(root.resolve("etc"));
        Files.createDirectories(root.resolve("var/lib/cni"));
    }

    private String plan(Path... keep) throws IOException {
        return String.join(" ", MountPlan.prepare(layout, List.of(keep), root).steps())
                .replace(layout.home().toString(), "HOME");
    }

    @Test
    void mountsInTheSeedsOrder() throws IOException {
        Files.createFile(root.resolve("etc/resolv.conf"));
        Files.createDirectories(root.resolve("run/systemd"));
        assertThat(plan(Path.of("/run/user/1000")))
                .isEqualTo("rbind /run/user/1000 HOME/run/user/1000 rbind /run/systemd HOME/run/systemd"
                        + " bind HOME/var/lib/cni /var/lib/cni rbind HOME/run /run"
                        + " bind HOME/resolv.conf /etc/resolv.conf"
                        + " bind /proc/self/ns/net /run/.podnet-rootless-netns");
        assertThat(layout.run().resolve("user/1000")).isDirectory();
        assertThat(layout.run().resolve("netns")).isDirectory();
        assertThat(layout.run().resolve(".podnet-rootless-netns")).isEmptyFile();
        assertThat(layout.var().resolve("lib/cni")).isDirectory();
    }

    @Test
    void doesWithoutSystemdAndResolvConf() throws IOException {
        assertThat(plan()).startsWith("bind HOME/var/lib/cni /var/lib/cni rbind HOME/run /run bind /proc");
    }

    @Test
    void keepsNothingThatLiesElsewhere() throws IOException {
        assertThat(plan(Path.of("/home/me/run"), Path.of("/run")))
                .doesNotContain("/home/me")
                .doesNotContain("/run/run");
    }

    @Test
    void hidesTheNearestDirectoryThatThereIs() throws IOException {
        Files.delete(root.resolve("var/lib/cni"));
        assertThat(plan()).startsWith("bind HOME/var/lib /var/lib rbind");
        assertThat(layout.var().resolve("lib/cni")).isDirectory();
        Files.delete(root.resolve("var/lib"));
        assertThat(plan()).startsWith("bind HOME/var /var rbind");
        Files.delete(root.resolve("var"));
        assertThat(plan()).startsWith("rbind HOME/run /run");
    }

    @Test
    void givesResolvedADirectoryOfItsOwn() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/resolv.conf"), Path.of("../run/systemd/resolve/stub-resolv.conf"));
        Files.createDirectories(root.resolve("run/systemd/resolve"));
        assertThat(plan())
                .startsWith("rbind /run/systemd HOME/run/systemd tmpfs HOME/run/systemd/resolve"
                        + " touch HOME/run/systemd/resolve/stub-resolv.conf bind HOME/var")
                .contains("bind HOME/resolv.conf /run/systemd/resolve/stub-resolv.conf");
    }

    @Test
    void makesADirectoryThatResolvedHasNotMadeYet() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/resolv.conf"), Path.of("../run/systemd/resolve/stub-resolv.conf"));
        Files.createDirectories(root.resolve("run/systemd"));
        assertThat(plan()).doesNotContain("rbind /run/systemd").doesNotContain("tmpfs");
        assertThat(layout.run().resolve("systemd/resolve/stub-resolv.conf")).isEmptyFile();
    }

    @Test
    void makesAFileElsewhereInRun() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/resolv.conf"), Path.of("/run/NetworkManager/resolv.conf"));
        assertThat(plan()).contains("rbind HOME/run /run bind HOME/resolv.conf /run/NetworkManager/resolv.conf");
        assertThat(layout.run().resolve("NetworkManager/resolv.conf")).isEmptyFile();
    }
}
