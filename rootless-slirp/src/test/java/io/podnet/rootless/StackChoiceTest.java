// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackChoiceTest {
    @Test
    void readsNameAndOptions() {
        StackChoice choice = StackChoice.parse("slirp4netns:mtu=1500,outbound_addr6=fd00::1");
        assertThat(choice.name()).isEqualTo("slirp4netns");
        assertThat(choice.options()).containsExactly("mtu=1500", "outbound_addr6=fd00::1");
        assertThat(choice).hasToString("slirp4netns:mtu=1500,outbound_addr6=fd00::1");
    }

    @Test
    void needsNoOptions() {
        assertThat(StackChoice.parse("pasta").options()).isEmpty();
        assertThat(StackChoice.parse("pasta:").options()).isEmpty();
        assertThat(StackChoice.any().name()).isEmpty();
    }

    // An empty option is for the stack to refuse, which knows the words for it.
    @Test
    void keepsEmptyOptions() {
        assertThat(StackChoice.parse("pasta:-t,,").options()).containsExactly("-t", "", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":mtu=1500", "../pasta", "pa sta", "pasta\n"})
    void refusesOtherNames(String text) {
        assertThatThrownBy(() -> StackChoice.parse(text)).isInstanceOf(InvalidValueException.class);
    }
}
