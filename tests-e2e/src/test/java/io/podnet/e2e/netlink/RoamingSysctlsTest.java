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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
                    .hasMessageContaining("there is none")
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

    @Test
    void severalThreadsMayRoamWhileTheMountIsReplaced() throws Exception {
        try (TestNetns one = TestNetns.create("roaming-one");
                TestNetns two = TestNetns.create("roaming-two");
                RoamingSysctls sysctls = new RoamingSysctls()) {
            List<FutureTask<Boolean>> tasks = new ArrayList<>();
            for (TestNetns each : List.of(one, two, one, two)) {
                String value = each == one ? "11" : "22";
                tasks.add(new FutureTask<>(() -> each.place.call(() -> {
                    for (int i = 0; i < 20 * MANY; i++) {
                        sysctls.write(KEY, value);
                        assertThat(sysctls.read(KEY)).isEqualTo(value);
                    }
                    return true;
                })));
            }
            tasks.forEach(each -> new Thread(each).start());
            for (FutureTask<Boolean> each : tasks) {
                assertThat(each.get()).isTrue();
            }
            // None was given up because somebody had lost it.
            assertThat(detachedMounts()).hasSize(1);
            FutureTask<Boolean> last = new FutureTask<>(() -> {
                for (int i = 0; i < 20 * MANY; i++) {
                    sysctls.read(KEY);
                }
                return true;
            });
            new Thread(last).start();
            sysctls.close();
            assertThat(last.get()).isTrue();
            assertThat(detachedMounts()).isEmpty();
        }
    }

    @Test
    void theMountIsReplacedAndNobodyElseSeesIt() throws Exception {
        String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
        try (RoamingSysctls sysctls = new RoamingSysctls()) {
            Set<String> numbers = new HashSet<>();
            for (int i = 0; i < MANY; i++) {
                sysctls.read(KEY);
                List<String> own = detachedMounts();
                assertThat(own).hasSize(1);
                numbers.addAll(own);
            }
            assertThat(numbers).hasSizeBetween(2, MANY / 10);
            assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).isEqualTo(mounts);
        }
        assertThat(detachedMounts()).isEmpty();
    }

    /** The numbers of mounts that descriptors lead to and that are nowhere in the tree: mnt_id of proc_pid_fdinfo(5). */
    private static List<String> detachedMounts() throws IOException {
        List<String> mounts = new ArrayList<>();
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : descriptors) {
                if (Files.isSymbolicLink(each) && Files.readSymbolicLink(each).equals(Path.of("/"))) {
                    Path info = Path.of("/proc/self/fdinfo", each.getFileName().toString());
                    Files.readAllLines(info).stream()
                            .filter(line -> line.startsWith("mnt_id"))
                            .forEach(mounts::add);
                }
            }
        }
        return mounts;
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
