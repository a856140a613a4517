// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal;

import io.podnet.rootless.RuntimeDirectory;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where things lie if nobody says otherwise: for root as the Filesystem Hierarchy Standard has it, for others as the XDG
 * Base Directory Specification does.
 *
 * @param rootless whether pods are made in a rootless namespace
 * @param state podnet's records
 * @param runtime podnet's locks and what belongs to running pods
 * @param config the network configurations; podman looks there too
 */
public record DefaultDirectories(boolean rootless, Path state, Path runtime, Path config) {
    /**
     * Finds the directories of whoever runs this process.
     *
     * @return the directories; none is made
     */
    public static DefaultDirectories find() {
        return Privileges.areRoots()
                ? ofRoot()
                : ofUser(
                        System.getenv(),
                        // The JDK's own idea is root's where a user namespace shows its user as root.
                        Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home", "/"))),
                        RuntimeDirectory.find().path());
    }

    static DefaultDirectories ofRoot() {
        return new DefaultDirectories(
                false, Path.of("/var/lib/podnet"), Path.of("/run/podnet"), Path.of("/etc/cni/net.d"));
    }

    static DefaultDirectories ofUser(Map<String, String> environment, Path home, Path runtime) {
        return new DefaultDirectories(
                true,
                directory(environment, "XDG_DATA_HOME", home.resolve(".local/share"))
                        .resolve("podnet"),
                runtime.resolve("podnet"),
                directory(environment, "XDG_CONFIG_HOME", home.resolve(".config"))
                        .resolve("cni/net.d"));
    }

    /**
     * Tells where CNI's results are. In a rootless namespace they live as long as the leases beside them: it has a
     * /var/lib/cni of its own, which this is.
     *
     * @param chosen the runtime directory that is used
     * @return the directory
     */
    public Path cache(Path chosen) {
        return rootless ? chosen.resolve("rootless/var/lib/cni") : Path.of("/var/lib/cni");
    }

    // The specification: relative ones are to be ignored.
    private static Path directory(Map<String, String> environment, String variable, Path otherwise) {
        Path named = Path.of(environment.getOrDefault(variable, ""));
        return named.isAbsolute() ? named : otherwise;
    }
}
