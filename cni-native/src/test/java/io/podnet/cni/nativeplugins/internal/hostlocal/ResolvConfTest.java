// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostlocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.cni.CniDns;
import io.podnet.cni.CniException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvConfTest {
    @TempDir
    private Path directory;

    @Test
    void firstWordsDecide() throws IOException {
        Path file = Files.writeString(directory.resolve("resolv.conf"), """
                # nameserver 1.1.1.1
                #nameserver 1.1.1.2
                ; nameserver 1.1.1.3
                domain old.example
                domain new.example more
                  nameserver 10.88.0.1 ignored
                nameserver\tfd00::1
                nameserver
                search a.example  b.example
                search c.example
                options ndots:2 edns0
                options rotate
                sortlist 10.0.0.0

                """);

        assertThat(ResolvConf.read(file))
                .isEqualTo(new CniDns(
                        List.of("10.88.0.1", "fd00::1"),
                        "new.example",
                        List.of("a.example", "b.example", "c.example"),
                        List.of("ndots:2", "edns0", "rotate")));
    }

    @Test
    void anEmptyFileSaysNothing() throws IOException {
        Path file = Files.createFile(directory.resolve("resolv.conf"));

        assertThat(ResolvConf.read(file)).isEqualTo(new CniDns(List.of(), "", List.of(), List.of()));
    }

    @Test
    void aFileThatCannotBeReadIsAnError() {
        assertThatThrownBy(() -> ResolvConf.read(directory.resolve("none")))
                .isInstanceOfSatisfying(
                        CniException.class,
                        e -> assertThat(e.msg())
                                .startsWith("cannot read ipam.resolvConf: ")
                                .contains("none"));
    }
}
