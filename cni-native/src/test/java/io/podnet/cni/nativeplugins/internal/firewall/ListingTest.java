// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.base.Protocol;
import io.podnet.cni.AttachmentId;
import io.podnet.cni.CniException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the table says is what was said to it. */
class ListingTest {
    private static final Owner OWNER = new Owner("net", new AttachmentId("c0ffee", "eth0"));

    /** As libnftables 1.0.6 prints it, with and without /etc/protocols. */
    private static final String TABLE = """
            {"nftables": [{"metainfo": {"version": "1.0.6"}}, {"table": {"family": "inet", "name": "podnet", "handle": 1}},
            {"set": {"name": "masquerade4", "elem": [{"elem": {"val": "10.88.0.2", "comment": "net c0ffee eth0"}}, "10.88.0.9"]}},
            {"set": {"name": "published6", "elem": [{"elem": {"val": "fd00::2", "comment": "net c0ffee eth0 3"}}]}},
            {"set": {"name": "snat4"}},
            {"set": {"name": "subnets4", "elem": [
                {"concat": [{"prefix": {"addr": "10.88.0.0", "len": 16}}, {"prefix": {"addr": "10.88.0.0", "len": 16}}]},
                {"concat": ["10.99.0.7", "10.99.0.7"]}]}},
            {"map": {"name": "ports4", "elem": [
                [{"elem": {"val": {"concat": ["tcp", 8080]}, "comment": "net c0ffee eth0"}}, {"concat": ["10.88.0.2", 80]}],
                [{"concat": [17, 53]}, {"concat": ["10.88.0.3", 53]}]]}},
            {"map": {"name": "host_ports6", "elem": [
                [{"elem": {"val": {"concat": ["udp", "fd00::1", 53]}, "comment": "x"}}, {"concat": ["fd00::2", 5353]}]]}},
            {"chain": {"name": "publish"}}, {"rule": {"chain": "publish", "expr": []}}]}""";

    @Test
    void readsAllKindsOfElements() {
        Listing listing = Listing.parse(TABLE);

        assertThat(listing.elements())
                .extracting(each -> each.set() + " { " + each.key() + " } " + each.comment())
                .containsExactly(
                        "masquerade4 { 10.88.0.2 } net c0ffee eth0",
                        "masquerade4 { 10.88.0.9 } ",
                        "published6 { fd00::2 } net c0ffee eth0 3",
                        "subnets4 { 10.88.0.0/16 . 10.88.0.0/16 } ",
                        "subnets4 { 10.99.0.7 . 10.99.0.7 } ",
                        "ports4 { 6 . 8080 } net c0ffee eth0",
                        "ports4 { 17 . 53 } ",
                        "host_ports6 { 17 . fd00::1 . 53 } x");
        assertThat(listing.subnets()).containsExactly(IpPrefix.parse("10.88.0.0/16"), IpPrefix.parse("10.99.0.7/32"));
        assertThat(listing.ofPods()).hasSize(6);
        assertThat(listing.ofPods().stream().filter(each -> each.isOf(OWNER))).hasSize(3);
        assertThat(listing.ofPods().get(5).address()).contains(IpAddresses.parse("fd00::2"));
        assertThatThrownBy(() -> Listing.parse("{")).isInstanceOf(CniException.class);
    }

    @Test
    void keysAreThoseThatTheKernelHas() {
        Publication all = new Publication(Protocol.TCP, Optional.empty(), 8080, IpAddresses.parse("10.88.0.2"), 80);
        Publication one = new Publication(
                Protocol.UDP, Optional.of(IpAddresses.parse("fd00::1")), 53, IpAddresses.parse("fd00::2"), 5353);

        assertThat(all.map() + " " + all.key() + " : " + all.data()).isEqualTo("ports4 6 . 8080 : 10.88.0.2 . 80");
        assertThat(one.map() + " " + one.key() + " : " + one.data())
                .isEqualTo("host_ports6 17 . fd00::1 . 53 : fd00::2 . 5353");
        assertThat(all.keyBytes()).containsExactly(6, 0, 0, 0, 0x1f, 0x90, 0, 0);
        assertThat(one.keyBytes()).hasSize(24).startsWith(17, 0, 0, 0, 0xfd).endsWith(1, 0, 53, 0, 0);
        assertThat(all.leadsAsIn(ByteBuffer.wrap(new byte[] {10, 88, 0, 2, 0, 80, 0, 0})))
                .isTrue();
        assertThat(all.leadsAsIn(ByteBuffer.wrap(new byte[] {10, 88, 0, 2, 0, 81, 0, 0})))
                .isFalse();
    }

    @Test
    void labelsFitAndCannotBeMistaken() {
        assertThat(OWNER.label()).isEqualTo("net c0ffee eth0");
        assertThat(Owner.isOfNetwork(OWNER.label(), "net")).isTrue();
        assertThat(Owner.isOfNetwork(OWNER.label(), "ne")).isFalse();
        for (Owner each : new Owner[] {
            new Owner("n".repeat(100), new AttachmentId("c".repeat(64), "eth0")),
            new Owner("net", new AttachmentId("c0ffee", "e\"}; x")),
        }) {
            assertThat(each.label()).hasSizeLessThan(112).matches("#[0-9a-f]{20} [0-9a-f]{40}");
            assertThat(Owner.isOfNetwork(each.label(), each.network())).isTrue();
            assertThat(Owner.isOfNetwork(each.label(), "other")).isFalse();
        }
    }
}
