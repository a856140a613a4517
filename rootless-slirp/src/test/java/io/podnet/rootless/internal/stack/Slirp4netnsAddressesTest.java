// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.rootless.StackAddresses;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Slirp4netnsAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.2.0/24, 10.0.2.100, 10.0.2.2, 10.0.2.3",
        "192.168.255.128/25, 192.168.255.228, 192.168.255.130, 192.168.255.131",
        "172.16.0.0/12, 172.16.0.100, 172.16.0.2, 172.16.0.3",
        // Host bits do not shift the result.
        "10.9.8.7/24, 10.9.8.100, 10.9.8.2, 10.9.8.3",
    })
    void addsOffsetsToTheNetwork(IpPrefix subnet, String guest, String gateway, String dns) {
        assertThat(Slirp4netnsAddresses.guest(subnet)).isEqualTo(address(guest));
        assertThat(Slirp4netnsAddresses.gateway(subnet)).isEqualTo(address(gateway));
        assertThat(Slirp4netnsAddresses.dns(subnet)).isEqualTo(address(dns));
    }

    @Test
    void knowsTheFixedIpv6Network() {
        StackAddresses addresses = Slirp4netnsAddresses.of(Slirp4netnsAddresses.DEFAULT_SUBNET, true);
        assertThat(addresses.ipv6()).contains(IpPrefix.parse("fd00::/64"));
        assertThat(addresses.dns()).containsExactly(address("10.0.2.3"), address("fd00::3"));
        assertThat(Slirp4netnsAddresses.of(Slirp4netnsAddresses.DEFAULT_SUBNET, false)
                        .dns())
                .containsExactly(address("10.0.2.3"));
    }

    @Test
    void refusesAddressesOutsideTheNetwork() {
        IpPrefix small = IpPrefix.parse("10.0.2.0/30");
        assertThatThrownBy(() -> Slirp4netnsAddresses.guest(small))
                .hasMessage("error calculating expected ip for slirp4netns: calculated ip address 10.0.2.100 is not"
                        + " within given subnet 10.0.2.0/30");
        IpPrefix tiny = IpPrefix.parse("10.0.2.0/31");
        assertThatThrownBy(() -> Slirp4netnsAddresses.gateway(tiny))
                .hasMessage("error calculating expected gateway ip for slirp4netns: calculated ip address 10.0.2.2 is"
                        + " not within given subnet 10.0.2.0/31");
        assertThatThrownBy(() -> Slirp4netnsAddresses.dns(tiny))
                .hasMessage("error calculating expected dns ip for slirp4netns: calculated ip address 10.0.2.3 is not"
                        + " within given subnet 10.0.2.0/31");
    }

    @Test
    void refusesToOverflow() {
        IpPrefix last = IpPrefix.parse("255.255.255.255/32");
        assertThatThrownBy(() -> Slirp4netnsAddresses.gateway(last))
                .hasMessage("error calculating expected gateway ip for slirp4netns: integer overflow while calculating"
                        + " ip address offset, 255.255.255.255 + 2");
    }

    private static InetAddress address(String text) {
        return IpAddresses.parse(text);
    }
}
