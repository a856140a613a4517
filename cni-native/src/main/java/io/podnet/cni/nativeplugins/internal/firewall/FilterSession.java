// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.internal.firewall;

import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.Netfilter;
import io.podnet.netns.linux.NftElement;
import io.podnet.netns.linux.Nftables;
import io.podnet.netns.linux.Syscalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The packet filter of the namespace that the calling thread is in, for one verb.
 *
 * <p>The kernel keeps its own tables consistent, but between looking and changing somebody else could change: those who
 * change hold a lock that all processes of the namespace meet at, whatever files they see. It is an flock(2) on the file of
 * the namespace itself.
 */
final class FilterSession implements AutoCloseable {
    private static final Path OF_THREAD = Path.of("/proc/thread-self/ns/net");
    private static final Path OF_PROCESS = Path.of("/proc/self/ns/net");

    /** Kept for the namespace that the JVM is in: it is where nearly all calls come from, and never goes away. */
    private static final Sockets HOME = new Sockets();

    private final @Nullable Descriptor lock;
    private final Sockets sockets;

    private FilterSession(@Nullable Descriptor lock) {
        this.lock = lock;
        this.sockets = isAtHome() ? HOME : new Sockets();
    }

    /** Ways to the kernel, each opened when it is first needed. */
    private static final class Sockets {
        private @Nullable Netfilter netfilter;
        private @Nullable Nftables nftables;

        synchronized Netfilter netfilter() {
            if (netfilter == null) {
                netfilter = Netfilter.open();
            }
            return netfilter;
        }

        synchronized Nftables nftables() {
            if (nftables == null) {
                nftables = Nftables.open();
            }
            return nftables;
        }

        synchronized void close() {
            if (nftables != null) {
                nftables.close();
            }
            if (netfilter != null) {
                netfilter.close();
            }
        }
    }

    /** For looking. */
    static FilterSession open() {
        return new FilterSession(null);
    }

    /** For changing: nobody else of ours changes anything meanwhile. */
    static FilterSession locked() {
        Descriptor lock = Syscalls.open(OF_THREAD, Syscalls.O_RDONLY, 0);
        try {
            Syscalls.flock(lock, Syscalls.LOCK_EX);
            return new FilterSession(lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static boolean isAtHome() {
        try {
            return Files.getAttribute(OF_THREAD, "unix:ino").equals(Files.getAttribute(OF_PROCESS, "unix:ino"));
        } catch (IOException e) {
            throw new UncheckedIOException("/proc is needed", e);
        }
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
        return netfilter().nftables().element(Layout.FAMILY, Layout.TABLE, set, key);
    }

    /** Does all of it or nothing. */
    void run(Transaction transaction) {
        if (transaction.isEmpty()) {
            return;
        }
        String before = "";
        if (transaction.changesOurs() && !hasTable()) {
            before = Layout.CREATE;
        } else if (transaction.adds() && !hasAllRules()) {
            before = Layout.REPAIR;
        }
        sockets.nftables().run(before + transaction.commands());
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

    /** Lets the kernel look at the table without making it. */
    void check() {
        sockets.nftables().check(hasTable() ? "list table inet podnet" : Layout.CREATE);
    }

    @Override
    public void close() {
        if (sockets != HOME) {
            sockets.close();
        }
        if (lock != null) {
            lock.close();
        }
    }
}
