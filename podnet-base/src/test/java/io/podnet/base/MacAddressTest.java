// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
    @Test
    void readsBothSeparatorsAndPrintsLowerCase() {
        assertThat(MacAddress.parse("02:AB:cd:00:53:01")).hasToString("02:ab:cd:00:53:01");
        assertThat(MacAddress.parse("02-ab-cd-00-53-01")).isEqualTo(MacAddress.parse("02:ab:cd:00:53:01"));
    }

    @Test
    void bytesRoundTrip() {
        MacAddress mac = MacAddress.parse("fe:dc:ba:98:76:54");
        assertThat(mac.toBytes()).containsExactly(0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54);
        assertThat(MacAddress.of(mac.toBytes())).isEqualTo(mac);
    }

    @Test
    void knowsUnicast() {
        assertThat(MacAddress.parse("02:00:00:00:00:01").isUnicast()).isTrue();
        assertThat(MacAddress.parse("03:00:00:00:00:01").isUnicast()).isFalse();
        assertThat(new MacAddress(0).isUnicast()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02:00:00:00:00",
                "02:00:00:00:00:00:00",
                "02:00:00:00:00:0g",
                "02:00-00:00:00:00",
                "020000000000"
            })
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> MacAddress.parse(text)).hasMessageStartingWith("invalid MAC address \"" + text + "\"");
    }

    @Test
    void refusesNumbersAndBytesOfTheWrongSize() {
        assertThatThrownBy(() -> new MacAddress(1L << 48)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> MacAddress.of(new byte[5])).isInstanceOf(InvalidValueException.class);
    }
}
