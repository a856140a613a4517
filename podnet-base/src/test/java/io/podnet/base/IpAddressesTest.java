// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "FD00::2, fd00::2",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "0:0:1::, 0:0:1::",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "::ffff:192.0.2.33, 192.0.2.33",
    })
    void readsLiteralsAndPrintsThemAsGoDoes(String text, String canonical) {
        assertThat(IpAddresses.format(IpAddresses.parse(text))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "10.0.0",
                "10.0.0.1.2",
                "10.0.0.256",
                "10.0.0.01",
                "10.0.0.-1",
                "10.0.0.1 ",
                "1.2.3.",
                ".1.2.3",
                "10.0.0.\u0661",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "1.2.3.4::",
                "::1.2.3",
                "1:2:3:4:5:6:7:1.2.3.4",
                "[::1]",
                "::\u0661",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8"
            })
    void refusesWhatIsNoLiteral(String text) {
        assertThatThrownBy(() -> IpAddresses.parse("gateway", text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("invalid gateway \"" + text + "\": not an IP address");
    }

    @Test
    void randomAddressesRoundTrip() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            // Zero groups, so that "::" comes up in every place.
            for (int at = 0; at + 1 < bytes.length; at += 2) {
                if (random.nextInt(3) > 0) {
                    bytes[at] = 0;
                    bytes[at + 1] = 0;
                }
            }
            String text = IpAddresses.format(IpAddresses.of(bytes));
            assertThat(IpAddresses.format(IpAddresses.parse(text))).isEqualTo(text);
            assertThat(IpAddresses.parse(text)).isEqualTo(IpAddresses.of(bytes));
        }
    }
}
