// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import java.nio.file.Path;

/**
 * Where the files of a user's rootless namespace lie.
 *
 * @param directory podnet's part of the runtime directory
 */
record Layout(Path directory) {
    /** Tells processes in the holder's mount namespace which one that is. */
    static final Path HOLDER_MARK = Path.of("/run/.podnet-rootless");

    /** The holder's network namespace, pinned in its own mount namespace. */
    static final Path HOLDER_NETNS = Path.of("/run/.podnet-rootless-netns");

    /** Where network namespaces of pods are pinned in the holder, if nobody chooses another place. */
    static final Path PINS = Path.of("/run/netns");

    /** Removed with the namespace; the locks are outside. */
    Path home() {
        return directory.resolve("rootless");
    }

    Path lock() {
        return directory.resolve("rootless.lock");
    }

    Path supervisorLock() {
        return directory.resolve("rootless-supervisor.lock");
    }

    Path record() {
        return home().resolve("record.json");
    }

    Path resolvConf() {
        return home().resolve("resolv.conf");
    }

    /** Becomes the holder's /run. */
    Path run() {
        return home().resolve("run");
    }

    /** Stands for the holder's /var, of which only what leads to /var/lib/cni is mounted. */
    Path var() {
        return home().resolve("var");
    }

    /** Logs, sockets and process id files. */
    Path helpers() {
        return home().resolve("helpers");
    }

    Path log(String helper) {
        return helpers().resolve(helper + ".log");
    }

    /** Gives the file behind a path below the holder's /run. */
    Path inRun(Path path) {
        return run().resolve(Path.of("/run").relativize(path));
    }
}
