// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.netns.internal.Mounts.Mount;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountsTest {
    /** Of a systemd host on which {@code ip netns add} was run: it mounts the directory on itself, so pins show twice. */
    private static final List<Mount> SYSTEMD = Mounts.parse("""
            22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
            25 22 0:22 / /run rw,nosuid shared:5 - tmpfs tmpfs rw,mode=755
            90 25 0:22 /netns /run/netns rw,nosuid shared:5 - tmpfs tmpfs rw,mode=755
            91 90 0:4 net:[4026532177] /run/netns/blue rw shared:44 - nsfs nsfs rw
            92 25 0:4 net:[4026532177] /run/netns/blue rw shared:44 - nsfs nsfs rw
            93 90 0:4 net:[4026532178] /run/netns/a\\040b rw shared:45 - nsfs nsfs rw
            94 90 0:4 net:[4026532179] /run/netns/gone//deleted rw shared:46 - nsfs nsfs rw
            95 90 0:4 uts:[4026532180] /run/netns/uts rw shared:47 - nsfs nsfs rw
            96 25 0:4 net:[4026532181] /run/docker/netns/red rw - nsfs nsfs rw
            97 22 0:30 / /srv rw master:1 propagate_from:2 - tmpfs none rw
            98 22 0:31 / /opt rw - tmpfs none rw
            """);

    @Test
    void pinsOfOneDirectoryAreListedOnce() {
        assertThat(Mounts.pins(SYSTEMD, Path.of("/var/run/netns"), "/run/netns"))
                .containsExactly(Path.of("/var/run/netns/a b"), Path.of("/var/run/netns/blue"));
        assertThat(Mounts.pins(SYSTEMD, Path.of("/run"), "/run")).isEmpty();
        assertThat(Mounts.pins(SYSTEMD, Path.of("/run/net"), "/run/net")).isEmpty();
    }

    @Test
    void theInnermostMountTellsWhetherADirectoryIsShared() {
        assertThat(Mounts.isShared(SYSTEMD, "/run/netns")).isTrue();
        assertThat(Mounts.isShared(SYSTEMD, "/run/podnet")).isTrue();
        assertThat(Mounts.isShared(SYSTEMD, "/home")).isTrue();
        assertThat(Mounts.isShared(SYSTEMD, "/srv/netns")).as("a slave").isFalse();
        assertThat(Mounts.isShared(SYSTEMD, "/opt")).as("private").isFalse();
        assertThat(Mounts.isShared(SYSTEMD, "/opts")).isTrue();
    }

    @Test
    void aMountThatCoversAnotherCounts() {
        List<Mount> covered = Mounts.parse("""
                25 22 0:22 / /run rw shared:5 - tmpfs tmpfs rw
                26 25 0:23 / /run rw - tmpfs tmpfs rw
                """);

        assertThat(Mounts.isShared(covered, "/run/netns")).isFalse();
    }

    @Test
    void whatIsNoLineIsSkipped() {
        assertThat(Mounts.parse("")).isEmpty();
        assertThat(Mounts.parse("garbage\n1 2 3\n\n")).isEmpty();
        assertThat(Mounts.parse("1 2 0:1 / /\\134x\\11y rw - t s o"))
                .singleElement()
                .satisfies(mount -> assertThat(mount.point()).isEqualTo("/\\x\\11y"));
    }

    @Test
    void thisProcessHasMounts() {
        assertThat(Mounts.of("thread-self")).extracting(Mount::point).contains("/", "/proc");
    }
}
