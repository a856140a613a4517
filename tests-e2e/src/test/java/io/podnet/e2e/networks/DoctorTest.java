// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.networks;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.e2e.commands.Called;
import io.podnet.e2e.shared.Diagnosis;
import io.podnet.testkit.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code podnet doctor} says what is so, and leaves everything as it is. */
@KeepsNetworkState
class DoctorTest {
    private final Place host = Place.host();

    @Test
    void tellsWhatIsThere() throws Exception {
        Called called = Called.here("doctor", "--format", "json");
        Diagnosis diagnosis = Diagnosis.read(called.out());
        // Which modules the kernel has is another matter on every machine.
        assertThat(called.status()).isEqualTo(diagnosis.verdict().equals("good") ? 0 : 1);
        assertThat(called.err()).isEmpty();
        for (String kind : List.of("bridge", "macvlan", "ipvlan", "ifb")) {
            String options = kind.contains("vlan") ? "link lo" : "";
            boolean there = host.run(
                                    "unshare",
                                    "--net",
                                    "sh",
                                    "-c",
                                    "ip link add dev v0 type veth peer name v1;" + " ip link add dev x0 "
                                            + options.replace("lo", "v0") + " type " + kind)
                            .exit()
                    == 0;
            assertThat(diagnosis.level("kernel", kind)).as(kind).isEqualTo(there ? "good" : "limit");
        }
        assertThat(diagnosis.level("kernel", "iptables")).isEqualTo("good");
        assertThat(diagnosis.detail("tools", "nsenter")).startsWith("nsenter from util-linux");
        assertThat(diagnosis.detail("plugins", "bridge")).startsWith("CNI 0.1.0");
        assertThat(diagnosis.detail("providers", "NamespaceBackend jnr")).startsWith("used: the first that can work");
        assertThat(diagnosis.detail("providers", "NamespaceBackend nsenter")).startsWith("can work, but jnr is used");
        assertThat(diagnosis.level("networks", "default")).isEqualTo("good");
        assertThat(Path.of("/var/lib/podnet")).isEmptyDirectory();
        assertThat(host.run("ip", "-brief", "link").stdout()).doesNotContain("podv0");
    }

    @Test
    void saysWhatIsMissingAndWhatWouldHelp(@TempDir Path empty) throws Exception {
        Files.writeString(empty.resolve("bad.conflist"), "{");
        // Otherwise code in the JVM stands for what is missing: UsualBackendTest.
        System.setProperty("podnet.cni.backend", "exec");
        Called called;
        try {
            called = Called.here("doctor", "--plugin-dir", empty.toString(), "--config-dir", empty.toString());
        } finally {
            System.clearProperty("podnet.cni.backend");
        }
        assertThat(called.status()).isEqualTo(2);
        assertThat(called.out())
                .containsPattern("plugins +bridge +fault +missing; it makes the default network")
                .containsPattern("fault +plugins bridge +apt-get install containernetworking-plugins")
                .containsPattern("networks +bad.conflist +limit ")
                .endsWith("\n\nPodnet cannot work on this machine as it is.\n");
        assertThat(Stream.of(called.out().split("\n"))).first().asString().matches("AREA +SUBJECT +LEVEL +FOUND");
    }
}
