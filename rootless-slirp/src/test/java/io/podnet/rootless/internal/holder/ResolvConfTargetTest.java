// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All layouts that podman's issues know of: 10855, 10929, 11222, 12461. */
class ResolvConfTargetTest {
    @TempDir
    Path root;

    @BeforeEach
    void lookLikeAMachine() throws IOException {
        Files.createDirectories(root.resolve("etc"));
        Files.createDirectories(root.resolve("run"));
        Files.createDirectories(root.resolve("var"));
    }

    private Optional<Path> find() {
        return ResolvConfTarget.find(root, Path.of("/etc/resolv.conf"));
    }

    private void link(String from, String to) throws IOException {
        Path link = root.resolve(from.substring(1));
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(to));
    }

    private void file(String path) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }

    @Test
    void isAPlainFile() throws IOException {
        file("/etc/resolv.conf");
        assertThat(find()).contains(Path.of("/etc/resolv.conf"));
    }

    @Test
    void isARelativeLinkIntoRun() throws IOException {
        link("/etc/resolv.conf", "../run/systemd/resolve/stub-resolv.conf");
        assertThat(find()).contains(Path.of("/run/systemd/resolve/stub-resolv.conf"));
    }

    @Test
    void isAnAbsoluteLinkIntoRun() throws IOException {
        link("/etc/resolv.conf", "/run/NetworkManager/resolv.conf");
        assertThat(find()).contains(Path.of("/run/NetworkManager/resolv.conf"));
    }

    @Test
    void isALinkThroughVarRun() throws IOException {
        link("/var/run", "/run");
        link("/etc/resolv.conf", "/var/run/resolvconf/resolv.conf");
        assertThat(find()).contains(Path.of("/run/resolvconf/resolv.conf"));
    }

    // The holder has a /run of its own: whatever the host's links to there is not there.
    @Test
    void isALinkToALinkInRun() throws IOException {
        link("/etc/resolv.conf", "/run/first");
        link("/run/first", "/etc/other");
        assertThat(find()).contains(Path.of("/run/first"));
    }

    @Test
    void isAChainOfLinksOutsideOfRun() throws IOException {
        link("/etc/resolv.conf", "resolv.conf.d/current");
        link("/etc/resolv.conf.d/current", "../../srv/dns/resolv.conf");
        link("/srv/dns", "/opt/dns");
        file("/opt/dns/resolv.conf");
        assertThat(find()).contains(Path.of("/opt/dns/resolv.conf"));
    }

    @Test
    void isALinkThatLeavesRunAgain() throws IOException {
        link("/etc/resolv.conf", "/run/../etc/other");
        file("/etc/other");
        assertThat(find()).contains(Path.of("/etc/other"));
    }

    @Test
    void isNotThere() {
        assertThat(find()).isEmpty();
    }

    @Test
    void isALinkToNothing() throws IOException {
        link("/etc/resolv.conf", "/etc/nothing");
        assertThat(find()).isEmpty();
    }

    @Test
    void isALinkToItself() throws IOException {
        link("/etc/resolv.conf", "resolv.conf");
        assertThat(find()).isEmpty();
    }

    @Test
    void isADirectory() throws IOException {
        Files.createDirectories(root.resolve("etc/resolv.conf"));
        assertThat(find()).isEmpty();
        link("/etc/other", "/run");
        assertThat(ResolvConfTarget.find(root, Path.of("/etc/other"))).isEmpty();
    }
}
