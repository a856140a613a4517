// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.podnet.base.InvalidValueException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
    @Test
    void takesLabels() {
        HostNames.check(List.of("a", "B2", "replica-1", "x".repeat(63)));
        HostNames.check(IntStream.range(0, 250).mapToObj(i -> "h" + i).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "a/b", "..", "a b", "a.b", "ä"})
    void refusesWhatIsNone(String name) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> HostNames.check(List.of(name)))
                .withMessageStartingWith("invalid host name \"" + name + "\"");
    }

    @Test
    void refusesNamesThatAreTooLongOrGivenTwiceOrTooMany() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> HostNames.check(List.of("x".repeat(64))));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> HostNames.check(List.of("a", "b", "a")))
                .withMessage("invalid host name \"a\": is given twice");
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> HostNames.check(List.of()))
                .withMessage("invalid number of hosts \"0\": must be 1 to 250");
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> HostNames.check(
                        IntStream.range(0, 251).mapToObj(i -> "h" + i).toList()));
    }

    @Test
    void addressesAreOfTheDocumentationNetworks() {
        Addresses last = Addresses.ofHost(250);
        assertThat(last.ipv4()).hasToString("192.0.2.250/24");
        assertThat(last.ipv6()).hasToString("2001:db8::fa/64");
    }
}
