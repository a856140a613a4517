// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program can tell errors apart by, and what it is told to do about them. */
class ErrorCodesTest {
    @ParameterizedTest
    @EnumSource
    void eachErrorHasACode(Errno errno) {
        NativeException e = new NativeException("setsockopt", "x", errno.number());

        assertThat(e.errno()).contains(errno);
        assertThat(e.is(errno)).isTrue();
        assertThat(e.is(errno == Errno.EPERM ? Errno.EIO : Errno.EPERM)).isFalse();
        assertThat(e.errorCode())
                .isEqualTo(
                        switch (errno.name()) {
                            case "EPERM", "EACCES" -> "netns-denied";
                            case "ENOENT", "ENODEV", "ESRCH", "ENXIO" -> "netns-not-found";
                            case "EEXIST" -> "netns-exists";
                            case "EBUSY" -> "netns-busy";
                            case "ENOSYS", "EOPNOTSUPP", "EAFNOSUPPORT", "EPROTONOSUPPORT" -> "netns-unsupported";
                            default -> "netns-native";
                        });
    }

    @Test
    void messagesHaveWhatTheKernelSaid() {
        assertThat(new NativeException("RTM_NEWLINK", "x", Errno.EINVAL.number(), "Invalid MTU"))
                .hasMessage("RTM_NEWLINK(x): EINVAL (22) Invalid argument: Invalid MTU");
    }

    @ParameterizedTest
    @CsvSource({
        "unshare, '; needs CAP_SYS_ADMIN in its user namespace, '",
        "setns, '; needs CAP_SYS_ADMIN in its user namespace and in the one that owns the other, '",
        "mount, '; needs CAP_SYS_ADMIN in the user namespace that owns its mount namespace, '",
        "umount, '; needs CAP_SYS_ADMIN in the user namespace that owns its mount namespace, '",
        "RTM_NEWLINK, '; needs CAP_NET_ADMIN in the user namespace that owns the network namespace, '",
    })
    void whoIsNotPermittedIsToldWhatItTakes(String operation, String hint) {
        boolean has = Capability.effective()
                .contains(hint.contains("SYS_ADMIN") ? Capability.CAP_SYS_ADMIN : Capability.CAP_NET_ADMIN);

        assertThat(Hints.of(operation, Errno.EPERM.number()))
                .isEqualTo(hint
                        + (has
                                ? "and this thread has it in its own only"
                                : "which this thread lacks: run as root, or as root of a user namespace"));
    }

    @Test
    void aLimitIsNamed() {
        assertThat(Hints.of("unshare", Errno.ENOSPC.number())).contains("/proc/sys/user/max_net_namespaces");
        assertThat(Hints.of("write", Errno.ENOSPC.number())).isEmpty();
        assertThat(Hints.of("unshare", Errno.EINVAL.number())).isEmpty();
    }
}
