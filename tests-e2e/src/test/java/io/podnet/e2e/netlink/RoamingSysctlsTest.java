// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import io.podnet.netns.NetnsException;
import io.podnet.netns.linux.RoamingSysctls;
import io.podnet.netns.linux.Syscalls;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Sysctls of whichever namespace the thread is in. */
@OnPrivateHost
class RoamingSysctlsTest {
    private static final String KEY = "net/ipv4/ip_default_ttl";

    /** More than it takes until another mount is made. */
    private static final int MANY = 200;

    /** mount(2); {@code linux/mount.h}. */
    private static final long MS_RDONLY = 1;

    private static final long MS_REMOUNT = 32;

    @Test
    void areThoseOfTheNamespaceThatTheThreadIsIn() throws Exception {
        try (TestNetns one = TestNetns.create("roaming-one");
                TestNetns two = TestNetns.create("roaming-two");
                RoamingSysctls sysctls = new RoamingSysctls()) {
            String ours = sysctls.read(KEY);
            long before = descriptors();
            for (int i = 1; i <= MANY; i++) {
                String value = String.valueOf(i);
                one.place.call(() -> {
                    sysctls.write(KEY, value);
                    return value;
                });
            }
            assertThat(descriptors()).isLessThanOrEqualTo(before);
            assertThat(one.place.call(() -> sysctls.read(KEY))).isEqualTo(String.valueOf(MANY));
            assertThat(one.sh("cat /proc/sys/" + KEY).strip()).isEqualTo(String.valueOf(MANY));
            assertThat(two.place.call(() -> sysctls.read(KEY))).isEqualTo(ours);
            assertThat(ofProc()).isEqualTo(ours);
            assertThat(sysctls.read(KEY)).isEqualTo(ours);
            sysctls.close();
            assertThat(descriptors()).isEqualTo(before - 1);
            assertThat(one.place.call(() -> sysctls.read(KEY))).isEqualTo(String.valueOf(MANY));
            for (int i = 0; i < MANY; i++) {
                sysctls.read(KEY);
            }
            assertThat(descriptors()).isEqualTo(before - 1);
        }
    }

    @Test
    void whatIsWrongIsSaidAsOfProc() {
        try (RoamingSysctls sysctls = new RoamingSysctls()) {
            assertThatThrownBy(() -> sysctls.read("net/ipv4/conf/nope/arp_notify"))
                    .isInstanceOf(NetnsException.class)
                    .hasMessageContaining("sysctl net/ipv4/conf/nope/arp_notify cannot be read")
                    .hasMessageContaining("/proc/sys/net/ipv4/conf/nope/arp_notify")
                    .hasCauseInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> sysctls.write(KEY, "many"))
                    .isInstanceOf(NetnsException.class)
                    .hasMessageContaining("\"many\"");
            for (String bad : new String[] {"net", "net/../kernel/hostname", "kernel/hostname", ""}) {
                assertThatThrownBy(() -> sysctls.read(bad)).isInstanceOf(InvalidValueException.class);
                assertThatThrownBy(() -> sysctls.write(bad, "1")).isInstanceOf(InvalidValueException.class);
            }
        }
    }

    @Test
    void nothingIsWrittenWhereProcIsReadOnly() throws Exception {
        String before = ofProc();
        inMountNamespace(() -> {
            Path sys = Path.of("/proc/sys");
            Syscalls.mount("/proc/sys", sys, null, Syscalls.MS_BIND, null);
            Syscalls.mount(null, sys, null, Syscalls.MS_BIND | MS_REMOUNT | MS_RDONLY, null);
            try (RoamingSysctls sysctls = new RoamingSysctls()) {
                assertThat(sysctls.read(KEY)).isEqualTo(before);
                assertThatThrownBy(() -> sysctls.write(KEY, "7"))
                        .isInstanceOf(NetnsException.class)
                        .hasMessageContaining("Read-only file system");
            }
        });
        assertThat(ofProc()).isEqualTo(before);
    }

    private static void inMountNamespace(Runnable work) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(
                () -> {
                    Syscalls.unshare(Syscalls.CLONE_NEWNS);
                    Syscalls.mount(null, Path.of("/"), null, Syscalls.MS_REC | Syscalls.MS_PRIVATE, null);
                    work.run();
                },
                true);
        new Thread(task).start();
        task.get();
    }

    private static String ofProc() {
        return Place.host().run("cat", "/proc/sys/" + KEY).succeeded().stdout().strip();
    }

    private static long descriptors() throws IOException {
        try (var each = Files.list(Path.of("/proc/self/fd"))) {
            return each.count();
        }
    }
}
