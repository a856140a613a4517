// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.nativeplugins.internal.firewall.Known.Fact;
import io.podnet.cni.nativeplugins.internal.firewall.Known.Key;
import io.podnet.cni.nativeplugins.internal.firewall.Known.Seen;
import io.podnet.netns.linux.NftChange;
import io.podnet.netns.linux.NftElement;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
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
        known.elementsChanged(7, List.of());
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
        known.elementsChanged(7, List.of());
        assertThat(known.holds(Fact.FORWARDS, 9)).isTrue();
        known.forget();
        assertThat(known.holds(Fact.FORWARDS, 9)).isFalse();
    }

    @Test
    void whatOurElementsAreIsKnownAsLongAsNobodyElseChangesAnything() {
        Key key = Key.of("snat4", new byte[] {10, 0, 0, 1});
        known.learn(key, new Seen(Optional.empty()), 7);
        assertThat(known.element(key, 7)).isEqualTo(new Seen(Optional.empty()));
        assertThat(known.element(key, 8)).isNull();

        known.elementsChanged(
                7, List.of(NftChange.create("podnet", "snat4", key.bytes().array(), new byte[0], "who")));
        assertThat(known.element(key, 8))
                .isEqualTo(new Seen(Optional.of(new NftElement("who", ByteBuffer.allocate(0)))));
        known.elementsChanged(
                8, List.of(NftChange.delete("podnet", "snat4", key.bytes().array())));
        assertThat(known.element(key, 9)).isEqualTo(new Seen(Optional.empty()));

        known.learn(Fact.FORWARDS, 11);
        assertThat(known.element(key, 11)).isNull();
    }

    @Test
    void elementsThatSomebodyElseChangedInBetweenAreNotTakenForOurs() {
        Key key = Key.of("snat4", new byte[] {10, 0, 0, 1});
        known.learn(key, new Seen(Optional.empty()), 7);
        known.elementsChanged(
                8, List.of(NftChange.create("podnet", "snat4", key.bytes().array(), new byte[0], "who")));
        assertThat(known.element(key, 9)).isNull();
        assertThat(known.element(key, 7)).isEqualTo(new Seen(Optional.empty()));
    }

    @Test
    void whoAskedEarlierAndComesLaterChangesNothing() {
        Key key = Key.of("snat4", new byte[] {10, 0, 0, 1});
        known.learn(Fact.WHOLE, 8);
        known.learn(Fact.FORWARDS, 7);
        known.learn(key, new Seen(Optional.empty()), 7);
        assertThat(known.holds(Fact.WHOLE, 8)).isTrue();
        assertThat(known.holds(Fact.FORWARDS, 8)).isFalse();
        assertThat(known.element(key, 8)).isNull();
        assertThat(known.element(key, 7)).isNull();
        // After the largest number comes the smallest.
        known.learn(Fact.FORWARDS, Integer.MAX_VALUE);
        known.learn(Fact.WHOLE, Integer.MIN_VALUE);
        assertThat(known.holds(Fact.WHOLE, Integer.MIN_VALUE)).isTrue();
        // What has been forgotten is newer than nothing.
        known.forget();
        known.learn(Fact.FORWARDS, 3);
        assertThat(known.holds(Fact.FORWARDS, 3)).isTrue();
    }

    @Test
    void onlySoMuchIsRemembered() {
        for (int i = 0; i < 1000; i++) {
            known.learn(Key.of("snat4", new byte[] {10, 0, (byte) (i / 256), (byte) i}), new Seen(Optional.empty()), 7);
        }
        assertThat(known.element(Key.of("snat4", new byte[] {10, 0, 0, 1}), 7)).isNull();
        assertThat(known.element(Key.of("snat4", new byte[] {10, 0, 999 / 256, (byte) 999}), 7))
                .isNotNull();
    }

    @Test
    void whatTheKernelCanDoItDoesNotForget() {
        assertThat(known.canTranslate()).isFalse();
        known.learnThatItCanTranslate();
        known.forget();
        assertThat(known.canTranslate()).isTrue();
    }
}
