// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.cni;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A plugin that does nothing: a copy of {@code cat}, which answers with its configuration, and that holds a result. A
 * script would need a shell, which takes several times as long to start, and so would hide what is to be measured.
 */
final class NothingPlugin {
    static final String TYPE = "nothing";

    /** A list of one plugin, of the size that a bridge's configuration has. */
    static final String CONFIG_LIST = """
            {
              "cniVersion": "1.0.0",
              "name": "bench",
              "plugins": [
                {
                  "type": "nothing",
                  "interfaces": [
                    {"name": "podnet0", "mac": "02:00:00:00:00:01"},
                    {"name": "veth01234567", "mac": "02:00:00:00:00:02"},
                    {"name": "eth0", "mac": "02:00:00:00:00:03", "sandbox": "/run/netns/bench"}
                  ],
                  "ips": [{"interface": 2, "address": "10.88.0.2/16", "gateway": "10.88.0.1"}],
                  "routes": [{"dst": "0.0.0.0/0"}],
                  "dns": {}
                }
              ]
            }
            """;

    private NothingPlugin() {}

    /** Puts the plugin into a directory; gives the executable. */
    static Path install(Path directory) throws IOException {
        Files.createDirectories(directory);
        return Files.copy(
                Path.of("/bin/cat"),
                directory.resolve(TYPE),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
