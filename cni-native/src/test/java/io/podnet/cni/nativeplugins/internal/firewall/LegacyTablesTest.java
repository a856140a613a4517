// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With other files in the place of those that list tables. */
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
    void whatIsOpenIsNotLookedForByItsName() throws IOException {
        Path file = Files.writeString(directory.resolve("ip_tables_names"), "nat\n");
        try (LegacyTables tables = new LegacyTables(List.of(file))) {
            assertThat(tables.haveFilter()).isFalse();
            Path moved = Files.move(file, directory.resolve("moved"));
            assertThat(tables.haveFilter()).isFalse();
            Files.writeString(moved, "filter\n");
            assertThat(tables.haveFilter()).isTrue();
        }
    }

    @Test
    void aFileThatHasGoneFromProcIsLookedForAnew() throws Exception {
        Path file = directory.resolve("ip_tables_names");
        Process process = new ProcessBuilder("sleep", "60").start();
        try (LegacyTables tables = new LegacyTables(List.of(file))) {
            // Reading fails once its process is gone (ESRCH), as it does for the file of a module that has been taken
            // out.
            Files.createSymbolicLink(file, Path.of("/proc/" + process.pid() + "/comm"));
            assertThat(tables.haveFilter()).isFalse();
            process.destroyForcibly().waitFor();
            Files.delete(file);
            Files.writeString(file, "filter\n");
            assertThat(tables.haveFilter()).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void whatCannotBeReadIsTriedAgain() throws IOException {
        Path file = directory.resolve("ip_tables_names");
        // A directory opens, and fails when it is read.
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
