// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import io.podnet.base.PortMapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodSpecTest {
    @Test
    void keepsTheOrderOfNetworksAndPorts() {
        PodSpec spec = PodSpec.builder()
                .name("web-1")
                .network("b")
                .network("a")
                .publish(PortMapping.tcp(8081, 81))
                .publish(PortMapping.tcp(8080, 80))
                .build();
        assertThat(spec.name()).contains("web-1");
        assertThat(spec.networks()).containsExactly(PodNetwork.of("b"), PodNetwork.of("a"));
        assertThat(spec.ports()).containsExactly(PortMapping.tcp(8081, 81), PortMapping.tcp(8080, 80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "../x", "-a", ".a", "a b", "a\n", "ä", "a:b"})
    void refusesNamesThatPodmanRefuses(String name) {
        assertThatThrownBy(() -> PodSpec.builder().name(name))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("pod name")
                .hasMessageContaining(name.replace("\n", "\\u000a"))
                .hasMessageContaining("names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*");
    }

    @Test
    void refusesTheSameNetworkTwice() {
        assertThatThrownBy(() -> PodSpec.builder().network("a").network("a"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("invalid network \"a\": the pod is attached to it already");
    }
}
