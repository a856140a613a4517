// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostlocal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.podnet.base.IpAddresses;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniDns;
import io.podnet.cni.CniException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Feeds anything to what reads lease files, which other programs write too, and resolv.conf(5). The inputs in the resources
 * are replayed by every build; {@code scripts/fuzz} looks for more.
 */
class LeaseFuzzTest {
    private static final AttachmentId ID = new AttachmentId("c0ffee", "eth0");
    private static final InetAddress LEASED = IpAddresses.parse("10.88.0.5");
    private static final InetAddress FREE = IpAddresses.parse("10.88.0.6");

    /** Whatever is in a lease file, its address is taken, and released for its owner only. */
    @FuzzTest(maxDuration = "1m")
    void readsAnyLease(byte[] bytes) throws IOException {
        Path directory = Files.createTempDirectory("lease-fuzz-");
        try {
            Files.write(directory.resolve("10.88.0.5"), bytes);
            Files.write(directory.resolve("last_reserved_ip.0"), bytes);
            String owner = new String(bytes, ISO_8859_1).strip();
            boolean ours = owner.equals("c0ffee\r\neth0") || owner.equals("c0ffee");
            try (Leases leases = Leases.open(directory)) {
                assertThat(leases.of(ID).contains(LEASED)).isEqualTo(ours);
                leases.last(0).ifPresent(last -> assertThat(owner).isNotEmpty());
                assertThat(leases.take(LEASED, ID, 0)).isFalse();
                assertThat(leases.take(FREE, ID, 0)).isTrue();
                assertThat(leases.last(0)).contains(FREE);
                leases.release(ID);
                leases.release(ID);
                assertThat(leases.of(ID)).isEmpty();
            }
            assertThat(Files.exists(directory.resolve("10.88.0.5"))).isEqualTo(!ours);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    @FuzzTest(maxDuration = "1m")
    void readsAnyResolvConf(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("resolv-fuzz-", ".conf");
        try {
            Files.write(file, bytes);
            CniDns dns = ResolvConf.read(file);
            assertThat(dns.nameservers()).noneMatch(String::isBlank);
            assertThat(dns.search()).noneMatch(String::isBlank);
            assertThat(dns.options()).noneMatch(String::isBlank);
        } catch (CniException e) {
            assertThat(e.msg()).startsWith("cannot read ipam.resolvConf: ");
        } finally {
            Files.delete(file);
        }
    }
}
