// SPDX-License-Identifier: Apache-2.0
package io.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.NetworkSubnet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubnetOptionsTest {
    private static final List<String> NONE = List.of();

    @Test
    void whatBelongsTogetherStandsInTheSamePlace() {
        List<NetworkSubnet> subnets = SubnetOptions.read(
                List.of("10.64.0.7/24", "10.65.0.0/24", "fd00::/64"),
                List.of("10.64.0.9", "10.65.0.3"),
                List.of("10.64.0.128/26"));
        assertThat(subnets)
                .extracting(each -> each.subnet().toString())
                .containsExactly("10.64.0.0/24", "10.65.0.0/24", "fd00::/64");
        assertThat(subnets.get(0).range().orElseThrow()).hasToString("10.64.0.129-10.64.0.191");
        assertThat(subnets.get(1).gateway().orElseThrow().getHostAddress()).isEqualTo("10.65.0.3");
        assertThat(subnets.get(2).gateway()).isEmpty();
    }

    @Test
    void whatHasNoSubnetIsRefused() {
        assertThatThrownBy(() -> SubnetOptions.read(NONE, List.of("10.0.0.1"), NONE))
                .hasMessage("cannot set gateway or range without subnet");
        assertThatThrownBy(() -> SubnetOptions.read(NONE, NONE, List.of("10.0.0.0/24")))
                .hasMessage("cannot set gateway or range without subnet");
        List<String> one = List.of("10.0.0.0/24");
        assertThatThrownBy(() -> SubnetOptions.read(one, List.of("10.0.0.1", "10.0.0.2"), NONE))
                .hasMessage("cannot set more gateways than subnets");
        assertThatThrownBy(() -> SubnetOptions.read(one, NONE, List.of("10.0.0.0/25", "10.0.0.0/26")))
                .hasMessage("cannot set more ranges than subnets");
        assertThatThrownBy(() -> SubnetOptions.read(List.of("10.0.0.0/33"), NONE, NONE))
                .hasMessage("invalid CIDR address: 10.0.0.0/33");
        assertThatThrownBy(() -> SubnetOptions.read(one, List.of("zz"), NONE))
                .hasMessage("invalid gateway \"zz\": not an IP address");
    }
}
