// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import io.podnet.base.ProcessIdentity;
import org.apiguardian.api.API;

/**
 * Where namespaces are made and looked for.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface Scope {
    /** Where this JVM is: its user and mount namespace. */
    record ThisProcess() implements Scope {
        @Override
        public String toString() {
            return "this process";
        }
    }

    /**
     * Where another process is, which an unprivileged user has put into a user and a mount namespace of their own, and
     * which lives as long as these are needed. Pins are visible there only.
     *
     * @param process the process
     */
    record Holder(ProcessIdentity process) implements Scope {
        @Override
        public String toString() {
            return "holder process " + process.pid();
        }
    }

    /**
     * Means this JVM's own namespaces.
     *
     * @return the scope
     */
    static Scope thisProcess() {
        return new ThisProcess();
    }

    /**
     * Means the user, mount and network namespaces of another process of the same user.
     *
     * @param process the process
     * @return the scope
     */
    static Scope holder(ProcessIdentity process) {
        return new Holder(process);
    }
}
