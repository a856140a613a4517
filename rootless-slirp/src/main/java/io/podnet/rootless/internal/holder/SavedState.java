// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.BootId;
import io.podnet.base.ProcessIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is remembered of a rootless namespace from one JVM to the next. Jackson reads and writes the fields. */
final class SavedState {
    static final int VERSION = 1;

    /** The stack of the bridges that all pods share. */
    static final String SHARED = "shared";

    int version = VERSION;

    /** Which boot of the machine the processes belong to. */
    String boot = BootId.current().value();

    /** Tells this network apart from one that is made anew. */
    String id = "";

    Phase phase = Phase.NONE;

    @Nullable ProcessIdentity holder;

    /** Such as {@code user:[4026532317]}. */
    String userNamespace = "";

    /** Stacks by whom they serve: {@link #SHARED}, or a pod's id. */
    SortedMap<String, SavedStack> stacks = new TreeMap<>();

    /** In the order in which they were published. */
    List<SavedForward> forwards = new ArrayList<>();

    /** Processes of port forwarding handlers by SCOPE/HANDLER/KEY. */
    SortedMap<String, SavedHelper> helpers = new TreeMap<>();

    enum Phase {
        /** There is no namespace. */
        NONE,
        /** The holder was started and is not known to be ready. */
        STARTING,
        /** The holder can be used. */
        UP,
        /** Everything is to be removed. */
        REMOVING
    }

    /**
     * Makes sure that nothing is missing and that all text can be read: whoever can write the file can write anything, and
     * Jackson takes a null for what should be there.
     *
     * @throws RuntimeException if not
     */
    void requireWhole() {
        Stream.of(boot, id, phase, userNamespace, stacks, forwards, helpers).forEach(Objects::requireNonNull);
        stacks.values().forEach(each -> Objects.requireNonNull(each).facts().addresses());
        forwards.forEach(each -> Objects.requireNonNull(each).toForward());
        helpers.values().forEach(Objects::requireNonNull);
    }

    boolean isUp() {
        return phase == Phase.UP && holder != null && holder.isAlive();
    }

    ProcessIdentity requireHolder() {
        if (holder == null) {
            throw new IllegalStateException("there is no holder");
        }
        return holder;
    }

    Entry entry() {
        return Entry.of(requireHolder().pid());
    }
}
