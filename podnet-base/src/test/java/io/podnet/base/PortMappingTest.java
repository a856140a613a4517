// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortMappingTest {
    @ParameterizedTest
    @CsvSource({
        "80, :80/tcp",
        "8080:80, 8080:80/tcp",
        "8080:80/UDP, 8080:80/udp",
        "132:132/sctp, 132:132/sctp",
        "127.0.0.1:8080:80, 127.0.0.1:8080:80/tcp",
        "127.0.0.1::80, 127.0.0.1::80/tcp",
        "[::1]:8080:80, [::1]:8080:80/tcp",
        "[fd00::0:1]::80/udp, [fd00::1]::80/udp",
        "9000-9009:80-89, 9000-9009:80-89/tcp",
        "80-82, :80-82/tcp",
        "0.0.0.0:65535:65535, 0.0.0.0:65535:65535/tcp",
    })
    void readsWhatPodmanReads(String text, String printed) {
        PortMapping mapping = PortMapping.parse(text);
        assertThat(mapping).hasToString(printed);
        assertThat(PortMapping.parse(mapping.toString())).isEqualTo(mapping);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                | container port \"\" is not a number",
                "8080:             | container port \"\" is not a number",
                "x                 | container port \"x\" is not a number",
                "0:80              | host port 0 is not 1 to 65535",
                "8080:0            | container port 0 is not 1 to 65535",
                "70000:80          | host port 70000 is not 1 to 65535",
                "8080:99999999999  | container port \"99999999999\" is not a number",
                "8080:80/icmp      | invalid protocol \"icmp\": want tcp, udp or sctp",
                "8080:80/          | invalid protocol \"\": want tcp, udp or sctp",
                "9:8-7             | container port range 8-7 ends before it starts",
                "9000-9005:80-82   | host and container port ranges have different lengths: 6 vs 3",
                "9000-9005:80      | host and container port ranges have different lengths: 6 vs 1",
                "host:8080:80      | invalid host IP \"host\": not an IP address",
                "::1:8080:80       | an IPv6 host address stands in brackets",
                "[::1:8080:80      | an address in brackets is followed by a colon",
                "[::1]8080:80      | an address in brackets is followed by a colon",
                "+80:80            | host port \"+80\" is not a number",
            })
    void refusesTheRest(String text, String reason) {
        assertThatThrownBy(() -> PortMapping.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("invalid port mapping \"" + text + "\": " + reason);
    }

    @Test
    void expandsRanges() {
        assertThat(PortMapping.parse("9000-9002:80-82").expand())
                .containsExactly(PortMapping.tcp(9000, 80), PortMapping.tcp(9001, 81), PortMapping.tcp(9002, 82));
        assertThat(PortMapping.parse("80-81").expand()).containsExactly(PortMapping.tcp(0, 80), PortMapping.tcp(0, 81));
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatThrownBy(() -> PortMapping.tcp(-1, 80)).hasMessage("invalid host port \"-1\": must be 1 to 65535");
        assertThatThrownBy(() -> PortMapping.tcp(80, 0)).hasMessage("invalid container port \"0\": must be 1 to 65535");
        assertThatThrownBy(() -> PortMapping.parse("65535-65536:1-2")).hasMessageContaining("65536 is not 1 to 65535");
    }
}
