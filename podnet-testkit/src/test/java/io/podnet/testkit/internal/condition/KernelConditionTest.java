// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.condition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelConditionTest {
    @ParameterizedTest
    @CsvSource({
        "6.1.0-18-amd64, 6.1, true",
        "6.1.0-18-amd64, 6.2, false",
        "6.18.44-fc-v782, 6.2, true",
        "5.10.0, 6, false",
        "6.1.0, 5.14, true",
        "6.1.7, 6.1.8, false",
    })
    void comparesVersionsAsNumbers(String version, String wanted, boolean enough) {
        assertThat(KernelCondition.isAtLeast(version, wanted)).isEqualTo(enough);
    }
}
