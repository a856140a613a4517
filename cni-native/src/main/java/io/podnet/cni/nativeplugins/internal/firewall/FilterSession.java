// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.cni.nativeplugins.internal.firewall.Known.Fact;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.Netfilter;
import io.podnet.netns.linux.NftChange;
import io.podnet.netns.linux.NftElement;
import io.podnet.netns.linux.NftRequests;
import io.podnet.netns.linux.Syscalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packet filter of the namespace that the calling thread is in, for one verb.
 *
 * <p>The kernel keeps its own tables consistent, but between looking and changing somebody else could change: those who
 * change hold a lock that all processes of the namespace meet at, whatever files they see. It is an flock(2) on the file of
 * the namespace itself.
 *
 * <p>Used by one thread.
 */
final class FilterSession implements AutoCloseable {
    /** How often the table is looked at again because somebody has changed anything meanwhile. */
    private static final int ATTEMPTS = 3;

    /** How long others may hold the lock: each of ours does so for the time of one transaction. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final long POLL_NANOS = 200_000;
    private static final Logger LOG = LoggerFactory.getLogger(FilterSession.class.getPackageName());
    private static final Path OF_THREAD = Path.of("/proc/thread-self/ns/net");

    private final @Nullable Descriptor lock;
    private final FilterSockets sockets = FilterSockets.here();
    private OptionalInt generation = OptionalInt.empty();

    private FilterSession(@Nullable Descriptor lock) {
        this.lock = lock;
    }

    /** For looking. */
    static FilterSession open() {
        return new FilterSession(null);
    }

    /** For changing: nobody else of ours changes anything meanwhile. */
    static FilterSession locked() {
        Descriptor lock = Syscalls.open(OF_THREAD, Syscalls.O_RDONLY, 0);
        try {
            if (!tryLock(lock)) {
                LOG.warn(
                        "somebody has held the flock on {} for {}; the packet filter is changed without",
                        OF_THREAD,
                        PATIENCE);
            }
            return new FilterSession(lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    // Everybody may open the file, and so keep it locked. Without the lock, elements are still changed only where
    // nobody has changed anything since they were looked at, and the rest by transactions.
    private static boolean tryLock(Descriptor lock) {
        long began = System.nanoTime();
        do {
            try {
                Syscalls.flock(lock, Syscalls.LOCK_EX | Syscalls.LOCK_NB);
                return true;
            } catch (NativeException e) {
                if (!e.is(Errno.EAGAIN)) {
                    throw e;
                }
            }
            LockSupport.parkNanos(POLL_NANOS);
        } while (System.nanoTime() - began < PATIENCE.toNanos());
        return false;
    }

    Netfilter netfilter() {
        return sockets.netfilter();
    }

    boolean hasTable() {
        return netfilter()
                .nftables()
                .chain(Layout.FAMILY, Layout.TABLE, "postrouting")
                .isPresent();
    }

    Optional<NftElement> element(String set, byte[] key) {
        int now = generation();
        Known.Key name = Known.Key.of(set, key);
        Known.Seen seen = sockets.known().element(name, now);
        if (seen == null) {
            seen = new Known.Seen(netfilter().nftables().element(Layout.FAMILY, Layout.TABLE, set, key));
            sockets.known().learn(name, seen, now);
        }
        return seen.element();
    }

    /**
     * Asked once for all that is looked at before a change. While a session is locked, nobody of ours changes anything; what
     * others change between this and the end of it, as by flushing all tables, is seen by the next one.
     */
    private int generation() {
        if (generation.isEmpty()) {
            generation = OptionalInt.of(netfilter().nftables().generation());
        }
        return generation.getAsInt();
    }

    /** Does all of it or nothing. */
    void run(Transaction transaction) {
        if (transaction.isEmpty()) {
            return;
        }
        generation = OptionalInt.empty();
        Optional<List<NftChange>> changes = transaction.changes();
        if (changes.isPresent() && change(changes.get())) {
            return;
        }
        sockets.known().forget();
        String before = "";
        if (transaction.changesOurs() && !hasTable()) {
            before = Layout.CREATE;
        } else if (transaction.adds() && !hasAllRules()) {
            before = Layout.REPAIR;
        }
        sockets.nftables().run(before + transaction.commands());
    }

    /**
     * Changes elements of a table that is whole, and stays so unless somebody else changes anything: the kernel compares the
     * number of changes, so that the table need not be looked at again each time. False if it is not whole.
     */
    private boolean change(List<NftChange> changes) {
        NftRequests nft = netfilter().nftables();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            OptionalInt whole = sockets.known().seen(Fact.WHOLE);
            int base = whole.orElseGet(nft::generation);
            if (whole.isEmpty()) {
                if (!hasTable() || !hasAllRules()) {
                    return false;
                }
                sockets.known().learn(Fact.WHOLE, base);
            }
            try {
                nft.change(Layout.FAMILY, changes, base);
                sockets.known().elementsChanged(base, changes);
                return true;
            } catch (NativeException e) {
                sockets.known().forget();
                if (!e.is(Errno.ERESTART)) {
                    throw e;
                }
            }
        }
        // Others change their tables all the time: then without looking at the number.
        return false;
    }

    LegacyTables legacy() {
        return sockets.legacy();
    }

    /** Looks for what is in the way of a fact, unless that is known and nobody has changed anything since. */
    Optional<String> unlessKnown(Fact fact, Supplier<Optional<String>> obstacle) {
        int now = generation();
        if (sockets.known().holds(fact, now)) {
            return Optional.empty();
        }
        Optional<String> found = obstacle.get();
        if (found.isEmpty()) {
            sockets.known().learn(fact, now);
        }
        return found;
    }

    /** Whoever flushes all tables takes the rules away and leaves the chains: elements alone do nothing. */
    private boolean hasAllRules() {
        return Layout.RULES.entrySet().stream()
                .allMatch(each -> netfilter()
                                .nftables()
                                .rules(Layout.FAMILY, Layout.TABLE, each.getKey())
                                .size()
                        == each.getValue());
    }

    /** Reads all of the table: what takes longer the more pods there are, and is only done where there is no other way. */
    Listing list() {
        return hasTable()
                ? Listing.parse(sockets.nftables().runJson("list table " + Layout.FAMILY + " " + Layout.TABLE))
                : Listing.EMPTY;
    }

    /** Fails if the kernel cannot do what the table does; what it once could it does not forget. Changes nothing. */
    void requireTranslation() {
        if (!sockets.known().canTranslate()) {
            if (!hasTable()) {
                // Adds, so that it is no failure if another makes the table meanwhile.
                sockets.nftables().check(Layout.REPAIR);
            }
            sockets.known().learnThatItCanTranslate();
        }
    }

    @Override
    public void close() {
        sockets.close();
        if (lock != null) {
            lock.close();
        }
    }
}
