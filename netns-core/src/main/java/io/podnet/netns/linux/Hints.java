// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

/** What to do about the errors whose remedy is known. */
final class Hints {
    private Hints() {}

    /** Gives a hint to be put behind a message, or nothing. */
    static String of(String operation, int number) {
        if (number == Errno.EPERM.number()) {
            return switch (operation) {
                case "unshare" -> needs(Capability.CAP_SYS_ADMIN, "its user namespace");
                case "setns" ->
                    needs(Capability.CAP_SYS_ADMIN, "its user namespace and in the one that owns the other");
                case "mount", "umount" ->
                    needs(Capability.CAP_SYS_ADMIN, "the user namespace that owns its mount namespace");
                default -> needs(Capability.CAP_NET_ADMIN, "the user namespace that owns the network namespace");
            };
        }
        if (number == Errno.ENOSPC.number() && operation.equals("unshare")) {
            return "; the limit in /proc/sys/user/max_net_namespaces is reached";
        }
        return "";
    }

    private static String needs(Capability capability, String where) {
        return "; needs " + capability + " in " + where + ", "
                + (Capability.effective().contains(capability)
                        ? "and this thread has it in its own only"
                        : "which this thread lacks: run as root, or as root of a user namespace");
    }
}
