// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SubnetChoiceTest {
    private final SubnetChoice choice = new SubnetChoice(new Random(5));

    private String ipv4(String... taken) {
        return choice.ipv4(Stream.of(taken).map(IpPrefix::parse).toList(), List.of())
                .toString();
    }

    @Test
    void theFirstOfPodmansPoolsIsTakenFirst() {
        assertThat(ipv4()).isEqualTo("10.89.0.0/24");
    }

    @Test
    void staysAwayFromWhatIsTakenHoweverBigOrSmall() {
        assertThat(ipv4("10.89.0.0/24", "10.89.1.77/32")).isEqualTo("10.89.2.0/24");
        assertThat(ipv4("10.89.0.0/16")).isEqualTo("10.90.0.0/24");
        assertThat(ipv4("10.64.0.0/10")).isEqualTo("10.128.0.0/24");
        assertThat(ipv4("10.89.0.0/17", "10.89.128.0/25", "fd00::/8")).isEqualTo("10.89.129.0/24");
    }

    @Test
    void saysSoWhenNoneIsLeft() {
        assertThatThrownBy(() -> ipv4("10.0.0.0/8"))
                .hasMessageStartingWith("could not find free subnet from subnet pools");
        assertThatThrownBy(() -> choice.ipv6(List.of(IpPrefix.parse("fc00::/7"))))
                .hasMessage("failed to get random ipv6 subnet");
    }

    @Test
    void neverGivesTheSameTwice() {
        List<IpPrefix> taken = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            IpPrefix next = choice.ipv4(taken, List.of());
            assertThat(taken.stream().noneMatch(next::overlaps)).isTrue();
            taken.add(next);
        }
    }

    @Test
    void ipv6SubnetsAreUniqueLocalOnes() {
        IpPrefix first = choice.ipv6(List.of());
        assertThat(first.length()).isEqualTo(64);
        assertThat(IpPrefix.parse("fd00::/8").contains(first.address())).isTrue();
        assertThat(first.network()).isEqualTo(first);
        assertThat(new SubnetChoice(new Random(5)).ipv6(List.of(first))).isNotEqualTo(first);
    }
}
