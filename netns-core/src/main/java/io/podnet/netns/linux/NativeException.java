// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.netns.NetnsException;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Says that a system call failed: which, with what arguments, and why. The message reads
 * {@code mount(/proc/thread-self/ns/net, /run/netns/blue): EPERM (1) Operation not permitted}, followed by a hint where
 * there is one, such as the capability that is missing.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class NativeException extends NetnsException {
    private static final long serialVersionUID = 1L;

    /** The system call. */
    private final String operation;

    /** Why it failed. */
    private final int number;

    /**
     * Creates an exception.
     *
     * @param operation the system call, such as {@code setns}
     * @param arguments its arguments as a reader wants to see them
     * @param number the error number that the kernel gave
     */
    public NativeException(String operation, String arguments, int number) {
        this(operation, arguments, number, "");
    }

    /**
     * Creates an exception with what else the kernel said.
     *
     * @param operation the system call, such as {@code setns}
     * @param arguments its arguments as a reader wants to see them
     * @param number the error number that the kernel gave
     * @param detail a text of the kernel, such as an extended acknowledgement of netlink; may be empty
     */
    public NativeException(String operation, String arguments, int number, String detail) {
        super(
                codeOf(number),
                operation + "(" + arguments + "): " + Errno.describe(number) + (detail.isEmpty() ? "" : ": " + detail)
                        + Hints.of(operation, number));
        this.operation = operation;
        this.number = number;
    }

    /**
     * Names the system call.
     *
     * @return such as {@code setns}
     */
    public String operation() {
        return operation;
    }

    /**
     * Gives the error number.
     *
     * @return the number as the kernel gave it
     */
    public int number() {
        return number;
    }

    /**
     * Gives the error as a constant.
     *
     * @return the constant; empty if the number has none
     */
    public Optional<Errno> errno() {
        return Errno.of(number);
    }

    /**
     * Tells whether the call failed for this reason.
     *
     * @param errno a reason
     * @return true if it did
     */
    public boolean is(Errno errno) {
        return number == errno.number();
    }

    private static String codeOf(int number) {
        return Errno.of(number)
                .map(errno -> switch (errno) {
                    case EPERM, EACCES -> "netns-denied";
                    case ENOENT, ENODEV, ESRCH, ENXIO -> "netns-not-found";
                    case EEXIST -> "netns-exists";
                    case EBUSY -> "netns-busy";
                    case ENOSYS, EOPNOTSUPP, EAFNOSUPPORT, EPROTONOSUPPORT -> "netns-unsupported";
                    default -> "netns-native";
                })
                .orElse("netns-native");
    }
}
