// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

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

    private final Set<Fact> facts = EnumSet.noneOf(Fact.class);
    private int generation;

    synchronized boolean holds(Fact fact, int now) {
        return generation == now && facts.contains(fact);
    }

    /** When a fact was last known to be true; it may be so no more. */
    synchronized OptionalInt seen(Fact fact) {
        return facts.contains(fact) ? OptionalInt.of(generation) : OptionalInt.empty();
    }

    /** Takes what was seen after the number had been asked for. */
    synchronized void learn(Fact fact, int then) {
        if (generation != then) {
            facts.clear();
            generation = then;
        }
        facts.add(fact);
    }

    /** The next change after a number was one of our elements, which changes nothing of this. */
    synchronized void elementsChanged(int before) {
        if (generation == before) {
            generation = before + 1;
        }
    }

    synchronized void forget() {
        facts.clear();
    }
}
