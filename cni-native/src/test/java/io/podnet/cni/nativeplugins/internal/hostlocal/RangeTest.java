// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.hostlocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.IpAddresses;
import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import io.podnet.cni.nativeplugins.spi.ConfigObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges and their sets, with the reference plugin's defaults and messages. */
class RangeTest {
    private static Range range(String... pairs) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < pairs.length; i += 2) {
            json.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(pairs[i])
                    .append("\":\"")
                    .append(pairs[i + 1])
                    .append('"');
        }
        return Range.of(ConfigObject.parse(json.append('}').toString()));
    }

    private static RangeSet set(String... subnets) {
        return RangeSet.of(
                3,
                Stream.of(subnets)
                        .map(each -> ConfigObject.parse("{\"subnet\":\"" + each + "\"}"))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "10.88.0.0/16, 10.88.0.1, 10.88.255.254",
        "10.88.4.0/22, 10.88.4.1, 10.88.7.254",
        "10.88.0.8/30, 10.88.0.9, 10.88.0.10",
        "fd00::/64, fd00::1, fd00::ffff:ffff:ffff:ffff",
        "fd00::4/126, fd00::5, fd00::7",
    })
    void isAllHostsUnlessToldOtherwise(String subnet, String first, String last) {
        Range range = range("subnet", subnet);

        assertThat(range.start()).isEqualTo(IpAddresses.parse(first));
        assertThat(range.gateway()).isEqualTo(IpAddresses.parse(first));
        assertThat(range.end()).isEqualTo(IpAddresses.parse(last));
        assertThat(range).hasToString(first + "-" + last);
    }

    @Test
    void isWhatTheConfigurationSays() {
        Range range = range(
                "subnet", "10.88.0.0/16", "rangeStart", "10.88.1.5", "rangeEnd", "10.88.1.7", "gateway", "10.88.9.9");

        assertThat(range.gateway()).isEqualTo(IpAddresses.parse("10.88.9.9"));
        assertThat(range).hasToString("10.88.1.5-10.88.1.7");
        assertThat(Stream.of("10.88.1.4", "10.88.1.5", "10.88.1.6", "10.88.1.7", "10.88.1.8", "10.89.1.6")
                        .filter(each -> range.contains(IpAddresses.parse(each))))
                .containsExactly("10.88.1.5", "10.88.1.6", "10.88.1.7");
        assertThat(range("subnet", "10.88.0.0/16", "rangeStart", "10.88.1.5", "rangeEnd", "10.88.1.5"))
                .hasToString("10.88.1.5-10.88.1.5");
    }

    @ParameterizedTest
    @CsvSource({
        "10.88.0.1/16, subnet, 10.88.0.1/16, 'Network has host bits set. For a subnet mask of length 16 the network address is 10.88.0.0'",
        "10.88.0.0/31, subnet, 10.88.0.0/31, Network 10.88.0.0/31 too small to allocate from",
        "fd00::/127, subnet, fd00::/127, Network fd00::/127 too small to allocate from",
        "10.88.0.0/24, gateway, 10.88.1.1, gateway 10.88.1.1 not in network 10.88.0.0/24",
        "10.88.0.0/24, rangeStart, 10.88.1.1, 10.88.1.1 not in network 10.88.0.0/24",
        "10.88.0.0/24, rangeEnd, 10.88.1.1, 10.88.1.1 not in network 10.88.0.0/24",
        "10.88.0.0/24, rangeStart, fd00::1, IP fd00::1 is not the same protocol as subnet 10.88.0.0/24",
        "10.88.0.0/24, rangeStart, 10.88.0.255, 10.88.0.254 is in network 10.88.0.0/24 but before start 10.88.0.255",
    })
    void refusesWhatDoesNotFit(String subnet, String key, String value, String why) {
        refused(() -> range("subnet", subnet, key, value), why);
    }

    @Test
    void refusesASetThatIsNone() {
        refused(() -> range("gateway", "10.88.0.1"), "a range has no subnet");
        refused(() -> RangeSet.of(3, List.of()), "invalid range set 3: empty range set");
        refused(() -> set("10.88.0.0/24", "fd00::/64"), "invalid range set 3: mixed address families");
        refused(
                () -> set("10.88.0.0/24", "10.89.0.0/24", "10.88.0.0/16"),
                "invalid range set 3: subnets 10.88.0.1-10.88.0.254 and 10.88.0.1-10.88.255.254 overlap");
    }

    @Test
    void knowsWhereAnAddressIs() {
        RangeSet set = set("10.88.0.0/24", "10.89.0.0/24");

        assertThat(set).hasToString("10.88.0.1-10.88.0.254,10.89.0.1-10.89.0.254");
        assertThat(set.rangeOf(IpAddresses.parse("10.89.0.7")))
                .contains(set.ranges().get(1));
        assertThat(set.rangeOf(IpAddresses.parse("10.90.0.7"))).isEmpty();
        assertThat(set.rangeOf(IpAddresses.parse("fd00::7"))).isEmpty();
        assertThat(set.isIpv4()).isTrue();
        assertThat(set("fd00::/64").isIpv4()).isFalse();
    }

    @Test
    void overlapsWhatSharesAnAddress() {
        RangeSet set = set("10.88.0.0/24");

        assertThat(set.overlaps(set("10.90.0.0/24", "10.88.0.0/30"))).isTrue();
        assertThat(set.overlaps(set("10.90.0.0/24", "10.88.1.0/24"))).isFalse();
        assertThat(set.overlaps(set("10.87.0.0/24"))).isFalse();
        assertThat(set.overlaps(set("fd00::/64"))).isFalse();
        Range one = range("subnet", "10.88.0.0/24", "rangeEnd", "10.88.0.9");
        assertThat(one.overlaps(range("subnet", "10.88.0.0/24", "rangeStart", "10.88.0.9")))
                .isTrue();
        assertThat(range("subnet", "10.88.0.0/24", "rangeStart", "10.88.0.9").overlaps(one))
                .isTrue();
        assertThat(one.overlaps(range("subnet", "10.88.0.0/24", "rangeStart", "10.88.0.10")))
                .isFalse();
    }

    @Test
    void countsAddresses() {
        assertThat(Addresses.next(IpAddresses.parse("10.0.255.255"))).isEqualTo(IpAddresses.parse("10.1.0.0"));
        assertThat(Addresses.next(IpAddresses.parse("10.0.0.7"))).isEqualTo(IpAddresses.parse("10.0.0.8"));
        assertThat(Addresses.next(IpAddresses.parse("255.255.255.255"))).isEqualTo(IpAddresses.parse("0.0.0.0"));
        assertThat(Addresses.compare(IpAddresses.parse("127.0.0.1"), IpAddresses.parse("128.0.0.1")))
                .isNegative();
    }

    private static void refused(Runnable reading, String why) {
        assertThatThrownBy(reading::run).isInstanceOfSatisfying(CniException.class, e -> {
            assertThat(e.code()).isEqualTo(CniErrorCode.INVALID_NETWORK_CONFIG.number());
            assertThat(e.msg()).isEqualTo(why);
        });
    }
}
