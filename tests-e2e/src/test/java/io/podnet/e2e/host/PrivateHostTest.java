// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every end-to-end test may count on. */
@Tag("smoke")
class PrivateHostTest {
    @Test
    void theJvmIsBornOnThePrivateHost() throws Exception {
        assertThat(NetworkInterface.networkInterfaces().map(NetworkInterface::getName))
                .containsExactlyInAnyOrder("lo", "eth0");
        assertThat(Path.of("/run/private-host")).exists();
        assertThat(entries("/run/netns")).containsExactly("outside");
        assertThat(entries("/var/lib/cni")).isEmpty();
        assertThat(entries("/var/lib/podnet")).isEmpty();
        assertThat(entries("/etc/cni")).isEmpty();
    }

    private static List<String> entries(String directory) throws Exception {
        try (var entries = Files.list(Path.of(directory))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
