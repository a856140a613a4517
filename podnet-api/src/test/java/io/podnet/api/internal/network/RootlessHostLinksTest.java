// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.podnet.base.IpPrefix;
import io.podnet.netns.NetnsException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RootlessHostLinksTest {
    private static final IpPrefix SUBNET = IpPrefix.parse("10.9.0.0/24");

    private final HostLinks inside = mock();
    private final Deque<Optional<HostLinks>> looks = new ArrayDeque<>();
    private final HostLinks links = new RootlessHostLinks(looks::remove);

    @Test
    void areThoseOfTheNamespaceAndOfTheHost() {
        when(inside.names()).thenReturn(Set.of("cni-inside"));
        when(inside.addresses()).thenReturn(List.of(SUBNET));
        when(inside.routes()).thenReturn(List.of(SUBNET));
        when(inside.removeBridge("cni-inside", List.of())).thenReturn(true);
        for (int i = 0; i < 4; i++) {
            looks.add(Optional.of(inside));
        }
        assertThat(links.names()).contains("lo", "cni-inside");
        assertThat(links.addresses()).contains(IpPrefix.parse("127.0.0.1/8"), SUBNET);
        assertThat(links.routes()).containsExactly(SUBNET);
        assertThat(links.removeBridge("cni-inside", List.of())).isTrue();
    }

    @Test
    void areThoseOfTheHostOnceTheNamespaceHasEndedEvenWhileItIsLookedAt() {
        NetnsException gone = new NetnsException("netns-not-found", "it is gone");
        when(inside.names()).thenThrow(gone);
        when(inside.addresses()).thenThrow(gone);
        when(inside.routes()).thenThrow(gone);
        when(inside.removeBridge(any(), any())).thenThrow(gone);
        for (int i = 0; i < 4; i++) {
            looks.add(Optional.of(inside));
            looks.add(Optional.empty());
        }
        assertThat(links.names()).contains("lo");
        assertThat(links.addresses()).contains(IpPrefix.parse("127.0.0.1/8"));
        assertThat(links.routes()).isEmpty();
        assertThat(links.removeBridge("cni-inside", List.of())).isFalse();
        assertThat(looks).isEmpty();
    }

    @Test
    void aFailureInANamespaceThatIsThereIsOne() {
        NetnsException failure = new NetnsException("netns-failed", "no luck");
        when(inside.names()).thenThrow(failure);
        looks.add(Optional.of(inside));
        looks.add(Optional.of(inside));
        assertThatThrownBy(links::names).isSameAs(failure);
    }
}
