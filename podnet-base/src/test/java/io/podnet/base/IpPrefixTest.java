// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {
    @Test
    void keepsHostBits() {
        assertThat(IpPrefix.parse("10.1.2.3/24")).hasToString("10.1.2.3/24");
        assertThat(IpPrefix.parse("fd00::9/64")).hasToString("fd00::9/64");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/24, 10.1.2.0/24, 10.1.2.255",
        "10.1.2.3/0, 0.0.0.0/0, 255.255.255.255",
        "10.1.2.3/32, 10.1.2.3/32, 10.1.2.3",
        "10.1.2.255/25, 10.1.2.128/25, 10.1.2.255",
        "10.1.2.3/30, 10.1.2.0/30, 10.1.2.3",
        "fd00:1:2:3:4::9/65, fd00:1:2:3::/65, fd00:1:2:3:7fff:ffff:ffff:ffff",
        "fd00::9/128, fd00::9/128, fd00::9",
    })
    void clearsAndSetsHostBitsOnRequest(String text, String network, String last) {
        assertThat(IpPrefix.parse(text).network()).hasToString(network);
        assertThat(IpPrefix.parse(text).last()).isEqualTo(IpAddresses.parse(last));
    }

    @Test
    void countsAMappedPrefixFromTheIpv6Side() {
        assertThat(IpPrefix.parse("::ffff:10.1.2.3/120")).hasToString("10.1.2.3/24");
        assertThatThrownBy(() -> IpPrefix.parse("::ffff:10.1.2.3/24")).hasMessageContaining("does not fit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3",
                "10.1.2.3/",
                "10.1.2.3/33",
                "fd00::/129",
                "10.1.2.3/-1",
                "10.1.2.3/024",
                "/24",
                "x/24"
            })
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> IpPrefix.parse("subnet", text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("invalid subnet \"" + text + "\": ");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.9.0.0/16, true",
        "10.9.0.0/16, 10.0.0.0/8, true",
        "10.9.0.0/16, 10.10.0.0/16, false",
        "0.0.0.0/0, fd00::/8, false",
    })
    void tellsWhetherNetworksOverlap(String one, String other, boolean overlap) {
        assertThat(IpPrefix.parse(one).overlaps(IpPrefix.parse(other))).isEqualTo(overlap);
    }

    @Test
    void tellsWhetherAnAddressLiesInside() {
        IpPrefix prefix = IpPrefix.parse("10.1.2.3/24");
        assertThat(prefix.contains(IpAddresses.parse("10.1.2.255"))).isTrue();
        assertThat(prefix.contains(IpAddresses.parse("10.1.3.0"))).isFalse();
        assertThat(prefix.contains(IpAddresses.parse("::1"))).isFalse();
    }
}
