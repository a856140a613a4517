// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpPrefix;
import io.podnet.rootless.InvalidOptionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Slirp4netnsOptionsTest {
    private static Slirp4netnsOptions parse(String... options) {
        return Slirp4netnsOptions.parse(List.of(options));
    }

    @Test
    void hasPodmansDefaults() {
        assertThat(parse().mtu()).isEqualTo(65520);
        assertThat(parse().allowHostLoopback()).isFalse();
        assertThat(parse().ipv6()).isEqualTo(Slirp4netnsOptions.Ipv6.DEFAULT);
        assertThat(parse().cidr()).isEmpty();
        assertThat(parse().portHandler()).isEmpty();
    }

    @Test
    void readsAllKeys() {
        Slirp4netnsOptions options = parse(
                "cidr=192.168.4.0/22",
                "port_handler=slirp4netns",
                "allow_host_loopback=true",
                "enable_ipv6=true",
                "outbound_addr=127.0.0.2",
                "outbound_addr6=::1",
                "mtu=1500");
        assertThat(options.cidr()).contains(IpPrefix.parse("192.168.4.0/22"));
        assertThat(options.portHandler()).isEqualTo("slirp4netns");
        assertThat(options.allowHostLoopback()).isTrue();
        assertThat(options.ipv6()).isEqualTo(Slirp4netnsOptions.Ipv6.ON);
        assertThat(options.outboundAddress()).isEqualTo("127.0.0.2");
        assertThat(options.outboundAddress6()).isEqualTo("::1");
        assertThat(options.mtu()).isEqualTo(1500);
    }

    @Test
    void letsTheLaterOptionWin() {
        assertThat(parse("mtu=1500", "mtu=9000", "enable_ipv6=true", "enable_ipv6=false"))
                .returns(9000, Slirp4netnsOptions::mtu)
                .returns(Slirp4netnsOptions.Ipv6.OFF, Slirp4netnsOptions::ipv6);
    }

    @Test
    void takesAnInterfaceToLeaveBy() {
        assertThat(parse("outbound_addr=lo", "outbound_addr6=lo").outboundAddress())
                .isEqualTo("lo");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cidr=x                     | invalid cidr \"x\"",
                "cidr=                      | invalid cidr \"\"",
                "cidr=10.0.2.0              | invalid cidr \"10.0.2.0\"",
                "cidr=10.0.2.0/33           | invalid cidr \"10.0.2.0/33\"",
                "cidr=fd00::/64             | invalid cidr \"fd00::/64\"",
                "port_handler=x             | unknown port_handler for slirp4netns: \"x\"",
                "port_handler=pasta         | unknown port_handler for slirp4netns: \"pasta\"",
                "allow_host_loopback=yes    | invalid value of allow_host_loopback for slirp4netns: \"yes\"",
                "allow_host_loopback=True   | invalid value of allow_host_loopback for slirp4netns: \"True\"",
                "enable_ipv6=1              | invalid value of enable_ipv6 for slirp4netns: \"1\"",
                "outbound_addr=::1          | invalid outbound_addr \"::1\"",
                "outbound_addr=nosuch0      | invalid outbound_addr \"nosuch0\"",
                "outbound_addr=--exit-fd=0  | invalid outbound_addr \"--exit-fd=0\"",
                "outbound_addr6=127.0.0.1   | invalid outbound_addr6: \"127.0.0.1\"",
                "outbound_addr6=            | invalid outbound_addr6: \"\"",
                "mtu=67                     | invalid mtu \"67\"",
                "mtu=-1                     | invalid mtu \"-1\"",
                "mtu=1e3                    | invalid mtu \"1e3\"",
                "mtu=99999999999            | invalid mtu \"99999999999\"",
                "colour=red                 | unknown option for slirp4netns: \"colour=red\"",
                "cidr                       | unknown option for slirp4netns: \"cidr\"",
                "=                          | unknown option for slirp4netns: \"=\"",
                "a\"b                       | unknown option for slirp4netns: \"a\\\"b\"",
            })
    void refusesInPodmansWords(String option, String message) {
        assertThatThrownBy(() -> parse(option))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage(message);
    }

    @Test
    void saysWhatPodmansWordsLeaveOut() {
        assertThatThrownBy(() -> parse("mtu=12"))
                .isInstanceOfSatisfying(
                        InvalidOptionException.class,
                        e -> assertThat(e.field() + e.value() + e.reason())
                                .isEqualTo("mtu12want a number of bytes from 68 to 65521"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mtu=65522", "cidr=10.0.2.1/24", "cidr=10.0.2.0/26", "cidr=0.0.0.0/0"})
    void refusesWhatSlirp4netnsWouldOnlyTellItsLog(String option) {
        assertThatThrownBy(() -> parse(option))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(option.substring(option.indexOf('=') + 1))
                .hasMessageContaining("slirp4netns ");
    }
}
