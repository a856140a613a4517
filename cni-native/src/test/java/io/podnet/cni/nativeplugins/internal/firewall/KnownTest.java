// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.nativeplugins.internal.firewall.Known.Fact;
import org.junit.jupiter.api.Test;

class KnownTest {
    private final Known known = new Known();

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(known.holds(Fact.WHOLE, 0)).isFalse();
        assertThat(known.seen(Fact.WHOLE)).isEmpty();
    }

    @Test
    void aFactHoldsUntilAnybodyChangesAnything() {
        known.learn(Fact.WHOLE, 7);
        assertThat(known.holds(Fact.WHOLE, 7)).isTrue();
        assertThat(known.holds(Fact.WHOLE, 8)).isFalse();
        assertThat(known.holds(Fact.FORWARDS, 7)).isFalse();
        assertThat(known.seen(Fact.WHOLE)).hasValue(7);
    }

    @Test
    void ourElementsLeaveAllFactsAsTheyAre() {
        known.learn(Fact.WHOLE, 7);
        known.learn(Fact.FORWARDS, 7);
        known.elementsChanged(7);
        assertThat(known.holds(Fact.WHOLE, 8)).isTrue();
        assertThat(known.holds(Fact.FORWARDS, 8)).isTrue();
        assertThat(known.holds(Fact.FORWARDS, 7)).isFalse();
    }

    @Test
    void whatWasSeenBeforeAnotherChangeIsNotMixedWithWhatIsSeenAfterIt() {
        known.learn(Fact.WHOLE, 7);
        known.learn(Fact.FORWARDS, 9);
        assertThat(known.seen(Fact.WHOLE)).isEmpty();
        assertThat(known.holds(Fact.FORWARDS, 9)).isTrue();
        known.elementsChanged(7);
        assertThat(known.holds(Fact.FORWARDS, 9)).isTrue();
        known.forget();
        assertThat(known.holds(Fact.FORWARDS, 9)).isFalse();
    }
}
