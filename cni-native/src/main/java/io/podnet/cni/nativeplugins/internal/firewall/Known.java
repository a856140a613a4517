// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.netns.linux.NftChange;
import io.podnet.netns.linux.NftElement;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has been seen in all tables of a namespace, and at which number of changes by anybody (the generation, as {@code nft
 * monitor} calls it): true until that number is another one, so that it need not be looked for each time.
 */
final class Known {
    enum Fact {
        /** Our table has all its rules, whatever the elements. */
        WHOLE,
        /** No rule of others keeps the host from forwarding what pods send. */
        FORWARDS
    }

    /** Pods come and go; what is asked again is asked soon. */
    private static final int MOST_ELEMENTS = 64;

    /** A key of a set or map of our table. */
    record Key(String set, ByteBuffer bytes) {
        static Key of(String set, byte[] key) {
            return new Key(set, ByteBuffer.wrap(key));
        }
    }

    /** What there was for a key. */
    record Seen(Optional<NftElement> element) {}

    private final Set<Fact> facts = EnumSet.noneOf(Fact.class);

    private final Map<Key, Seen> elements = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Seen> eldest) {
            return size() > MOST_ELEMENTS;
        }
    };

    private int generation;
    private boolean canTranslate;

    synchronized boolean canTranslate() {
        return canTranslate;
    }

    /** Of the kernel, whatever the tables. */
    synchronized void learnThatItCanTranslate() {
        canTranslate = true;
    }

    synchronized boolean holds(Fact fact, int now) {
        return generation == now && facts.contains(fact);
    }

    /** When a fact was last known to be true; it may be so no more. */
    synchronized OptionalInt seen(Fact fact) {
        return facts.contains(fact) ? OptionalInt.of(generation) : OptionalInt.empty();
    }

    /** Takes what was seen after the number had been asked for, unless newer things are known. */
    synchronized void learn(Fact fact, int then) {
        if (goTo(then)) {
            facts.add(fact);
        }
    }

    /** What there is for a key; null if that is not known. */
    synchronized @Nullable Seen element(Key key, int now) {
        return generation == now ? elements.get(key) : null;
    }

    /** Takes what was seen after the number had been asked for, unless newer things are known. */
    synchronized void learn(Key key, Seen seen, int then) {
        if (goTo(then)) {
            elements.put(key, seen);
        }
    }

    /** False if somebody who asked earlier comes later. Numbers start again after the largest. */
    private boolean goTo(int then) {
        boolean isNothingKnown = facts.isEmpty() && elements.isEmpty();
        if (!isNothingKnown && then - generation < 0) {
            return false;
        }
        if (generation != then) {
            forget();
            generation = then;
        }
        return true;
    }

    /** The next change after a number was this one of our elements, which changes nothing of the facts. */
    synchronized void elementsChanged(int before, List<NftChange> changes) {
        if (generation != before) {
            return;
        }
        generation = before + 1;
        for (NftChange each : changes) {
            Optional<NftElement> element = each.isNew()
                    ? Optional.of(new NftElement(each.comment(), ByteBuffer.wrap(each.data())))
                    : Optional.empty();
            elements.put(Key.of(each.set(), each.key()), new Seen(element));
        }
    }

    synchronized void forget() {
        facts.clear();
        elements.clear();
    }
}
