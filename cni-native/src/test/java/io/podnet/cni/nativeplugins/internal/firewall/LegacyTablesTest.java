// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With ordinary files in the place of those of /proc, which are told apart by nothing but what they hold. */
class LegacyTablesTest {
    @TempDir
    Path directory;

    @Test
    void aTableIsSeenWhenItComesAndWhenItGoes() throws IOException {
        Path ipv4 = directory.resolve("ip_tables_names");
        Path ipv6 = directory.resolve("ip6_tables_names");
        try (LegacyTables tables = new LegacyTables(List.of(ipv4, ipv6))) {
            assertThat(tables.haveFilter()).isFalse();
            Files.writeString(ipv4, "");
            assertThat(tables.haveFilter()).isFalse();
            // Kept open from here on.
            Files.writeString(ipv4, "nat\nfilters\n");
            assertThat(tables.haveFilter()).isFalse();
            Files.writeString(ipv4, "nat\nfilter\n");
            assertThat(tables.haveFilter()).isTrue();
            Files.writeString(ipv4, "nat\n");
            assertThat(tables.haveFilter()).isFalse();
            Files.writeString(ipv6, "filter\n");
            assertThat(tables.haveFilter()).isTrue();
        }
    }

    @Test
    void whatCannotBeReadIsLookedForAnew() throws IOException {
        Path file = directory.resolve("ip_tables_names");
        // A directory opens, and fails when it is read, as a file of /proc whose module has gone does.
        Files.createDirectory(file);
        try (LegacyTables tables = new LegacyTables(List.of(file))) {
            assertThat(tables.haveFilter()).isFalse();
            assertThat(tables.haveFilter()).isFalse();
            Files.delete(file);
            Files.writeString(file, "filter\n");
            assertThat(tables.haveFilter()).isTrue();
        }
    }
}
