// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.20.5.0/24,  10.20.5.1-10.20.5.255",
        "10.20.5.77/24, 10.20.5.1-10.20.5.255",
        "10.72.0.5/32,  10.72.0.5-10.72.0.5",
        "0.0.0.0/0,     0.0.0.1-255.255.255.255",
        "255.0.0.0/8,   255.0.0.1-255.255.255.255",
        "fd00:72::100/120, fd00:72::101-fd00:72::1ff",
        "::/64,         ::1-::ffff:ffff:ffff:ffff",
        "ffff::/16,     ffff::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fd00::1/128,   fd00::1-fd00::1"
    })
    void isWhatPodmanMakesOfAPrefix(String prefix, String range) {
        assertThat(AddressRange.of(IpPrefix.parse(prefix))).hasToString(range);
    }

    @Test
    void doesNotRunBackwards() {
        assertThatThrownBy(() -> new AddressRange(IpAddresses.parse("10.0.0.200"), IpAddresses.parse("10.0.0.100")))
                .hasMessage("address range 10.0.0.200 to 10.0.0.100 ends before it starts");
        assertThatThrownBy(() -> new AddressRange(IpAddresses.parse("10.0.0.1"), IpAddresses.parse("fd00::1")))
                .isInstanceOf(PodException.class);
    }
}
