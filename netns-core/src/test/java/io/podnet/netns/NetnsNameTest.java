// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetnsNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"blue", "podnet-0d0c…", "a.b", "a-b_c", "ü", "%s", "a\\b"})
    void takesWhatIsAFileName(String text) {
        assertThat(NetnsName.of(text)).hasToString(text).isEqualTo(new NetnsName(text));
        assertThat(NetnsName.find(text)).contains(NetnsName.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "-x", "a/b", "/", "a b", "a\n", "a\0b", "\t", "a\u007f"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> NetnsName.of(text)).isInstanceOfSatisfying(InvalidValueException.class, e -> {
            assertThat(e.field()).isEqualTo("namespace name");
            assertThat(e.value()).isEqualTo(text);
        });
        assertThat(NetnsName.find(text)).isEmpty();
    }

    @Test
    void countsBytes() {
        assertThat(NetnsName.find("x".repeat(255))).isPresent();
        assertThat(NetnsName.find("x".repeat(256))).isEmpty();
        assertThat(NetnsName.find("ü".repeat(128))).isEmpty();
    }
}
