// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.IpAddresses;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResolvConfTest {
    private static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals).map(IpAddresses::parse).toList();
    }

    @Test
    void readsWhatPodmanReads() {
        ResolvConf conf = ResolvConf.parse("""
                # a comment
                ; another
                domain old.example
                search first.example
                nameserver 192.0.2.1 # inline
                nameserver fe80::1%eth0
                nameserver nonsense
                  nameserver   2001:db8::53
                search last.example more.example
                options ndots:2
                options edns0 trust-ad
                """);
        assertThat(conf.servers()).isEqualTo(addresses("192.0.2.1", "2001:db8::53"));
        assertThat(conf.search()).containsExactly("last.example", "more.example");
        assertThat(conf.options()).containsExactly("edns0", "trust-ad");
    }

    @Test
    void asksTheStackFirstAndThenWhatCanBeReached() {
        ResolvConf host = ResolvConf.parse("""
                nameserver 127.0.0.53
                nameserver ::1
                nameserver 192.0.2.1
                nameserver 2001:db8::53
                nameserver fe80::1
                nameserver 10.0.2.3
                search example.com
                options edns0
                """);
        assertThat(host.behind(addresses("10.0.2.3", "fd00::3"), true)).hasToString("""
                        search example.com
                        nameserver 10.0.2.3
                        nameserver fd00::3
                        nameserver 192.0.2.1
                        nameserver 2001:db8::53
                        options edns0
                        """);
        assertThat(host.behind(addresses("10.0.2.3", "fd00::3"), false).servers())
                .isEqualTo(addresses("10.0.2.3", "192.0.2.1"));
    }

    // podman falls back to Google's servers here; the stack asks the host's own, wherever they listen.
    @Test
    void asksTheStackAloneWhereTheHostListensOnLoopback() {
        assertThat(ResolvConf.parse("nameserver 127.0.0.53\n").behind(addresses("10.0.2.3"), false))
                .hasToString("nameserver 10.0.2.3\n");
    }

    @Test
    void leavesOutASearchForTheRoot() {
        assertThat(ResolvConf.parse("search .\n")).hasToString("");
    }

    @Test
    void doesWithoutAFile() {
        assertThat(ResolvConf.read(Path.of("/nosuch/resolv.conf")).behind(addresses("10.0.2.3"), true))
                .hasToString("nameserver 10.0.2.3\n");
    }
}
