// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import io.podnet.cni.CniClient;
import io.podnet.cni.CniResult;
import io.podnet.testkit.Place;
import java.nio.file.Path;
import java.util.List;

/** Clients of both backends, and what tests of both do. */
final class Plugins {
    static final List<Path> DIRECTORIES = List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"));

    private Plugins() {}

    static CniClient client(String backend) {
        return CniClient.builder().pluginPath(DIRECTORIES).backend(backend).build();
    }

    /** A result without what is random. */
    static String masked(CniResult result) {
        return NetworkState.masked(result.toJson());
    }

    static Place namespace(String name) {
        Place.host().run("ip", "netns", "add", name).succeeded();
        return Place.inNamespace(file(name));
    }

    static Path file(String name) {
        return Path.of("/run/netns", name);
    }

    static void remove(String name) {
        Place.host().run("ip", "netns", "delete", name);
    }
}
