// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no privileges; the rest is tested end to end. */
class SyscallsTest {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int NETLINK_ROUTE = 0;

    @Test
    void failuresNameTheCallItsArgumentsAndTheError() {
        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(() -> Syscalls.open(Path.of("/no/such/file"), Syscalls.O_RDONLY, 0))
                .withMessage("open(/no/such/file): ENOENT (2) No such file or directory")
                .satisfies(e -> {
                    assertThat(e.errorCode()).isEqualTo("netns-not-found");
                    assertThat(e.is(Errno.ENOENT)).isTrue();
                    assertThat(e.operation()).isEqualTo("open");
                });
    }

    @Test
    void filesAreLockedAndClosed(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("lock");
        Descriptor one = Syscalls.open(file, Syscalls.O_RDWR | Syscalls.O_CREAT | Syscalls.O_EXCL, 0600);
        try (Descriptor other = Syscalls.open(file, Syscalls.O_RDWR, 0)) {
            Syscalls.flock(one, Syscalls.LOCK_EX);
            assertThatThrownBy(() -> Syscalls.flock(other, Syscalls.LOCK_EX | Syscalls.LOCK_NB))
                    .isInstanceOfSatisfying(
                            NativeException.class,
                            e -> assertThat(e.is(Errno.EAGAIN)).isTrue());
            assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + one.number())))
                    .isEqualTo(file.toRealPath());
            one.close();
            one.close();
            Syscalls.flock(other, Syscalls.LOCK_EX | Syscalls.LOCK_NB);
        }
        assertThat(one.isOpen()).isFalse();
        assertThatThrownBy(one::number)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void socketsSendAndReceive() {
        try (Descriptor socket = Syscalls.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)) {
            ByteBuffer address = ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder());
            Syscalls.bind(socket, address.putShort(0, (short) AF_NETLINK));
            Syscalls.getsockname(socket, address);
            int port = address.getInt(4);
            assertThat(port).isNotZero();

            // RTM_GETLINK as a dump: the kernel answers with one message per link, at least the loopback.
            ByteBuffer request = ByteBuffer.allocateDirect(32).order(ByteOrder.nativeOrder());
            request.putInt(0, 32)
                    .putShort(4, (short) 18)
                    .putShort(6, (short) 0x301)
                    .putInt(8, 7);
            assertThat(Syscalls.send(socket, request, 0)).isEqualTo(32);
            ByteBuffer answer = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.nativeOrder());
            assertThat(Syscalls.receive(socket, answer, 0)).isGreaterThan(32);
            assertThat(answer.getShort(4)).as("RTM_NEWLINK").isEqualTo((short) 16);
            assertThat(answer.getInt(8)).as("sequence number").isEqualTo(7);
        }
    }

    @Test
    void onlyDirectBuffersReachTheKernel() {
        try (Descriptor socket = Syscalls.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)) {
            assertThatThrownBy(() -> Syscalls.send(socket, ByteBuffer.allocate(16), 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void everyErrnoIsFoundByItsNumberAndKnowsItsText() {
        for (Errno each : Errno.values()) {
            assertThat(Errno.of(each.number())).contains(each);
            assertThat(Errno.describe(each.number())).isEqualTo(each + " (" + each.number() + ") " + each.text());
        }
        assertThat(Errno.of(0)).isEmpty();
        assertThat(Errno.of(4711)).isEmpty();
        assertThat(Errno.describe(4711)).isEqualTo("errno 4711");
        assertThat(new NativeException("setns", "x", 4711).errorCode()).isEqualTo("netns-native");
    }
}
