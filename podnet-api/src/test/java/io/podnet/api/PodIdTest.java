// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodIdTest {
    @Test
    void drawsDifferentIdsOf64Digits() {
        PodId one = PodId.random();
        assertThat(one.value()).matches("[0-9a-f]{64}");
        assertThat(one.shortened()).isEqualTo(one.value().substring(0, 12));
        assertThat(PodId.random()).isNotEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "../../../../../../../../../../../../../../../../../../../etc/passwd"})
    void refusesAnythingElse(String value) {
        assertThatThrownBy(() -> new PodId(value)).isInstanceOf(InvalidValueException.class);
        String upper = "A".repeat(64);
        assertThatThrownBy(() -> new PodId(upper)).isInstanceOf(InvalidValueException.class);
    }
}
