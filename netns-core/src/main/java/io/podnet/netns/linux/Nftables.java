// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.base.Availability;
import io.podnet.base.InvalidValueException;
import io.podnet.netns.NetnsException;
import io.podnet.netns.NetnsIdentity;
import io.podnet.netns.internal.NsFs;
import io.podnet.netns.internal.libc.NftablesLibrary;
import java.util.concurrent.locks.ReentrantLock;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs nftables commands in one network namespace through libnftables(3), without a process. What is given to one call is
 * done as a whole or not at all.
 *
 * <pre>{@code
 * try (Nftables nft = Nftables.open()) {
 *     nft.run("add table inet podnet; add map inet podnet ports { type inet_service : ipv4_addr . inet_service; }");
 *     String ruleset = nft.runJson("list table inet podnet");
 * }
 * }</pre>
 *
 * <p>Needs {@code libnftables.so.1}, in Debian's package libnftables1; it is loaded when it is first needed.
 *
 * <p><b>Threads</b>: any that is in the namespace in which this was opened, which is checked: the library looks up links
 * in the namespace of the thread that calls it. The library keeps tables for the whole process, so all calls of all objects
 * wait for each other. No call changes the thread's namespace.
 *
 * <p><b>Privileges</b>: CAP_NET_ADMIN in the user namespace that owns the network namespace, for reading too.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Nftables implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Nftables.class.getPackageName());
    // nftables/libnftables.h
    private static final int OUTPUT_HANDLE = 1 << 3;
    private static final int OUTPUT_JSON = 1 << 4;

    private static final int NETLINK_NETFILTER = 12;
    private static final int SOCK_RAW = 3;

    /** iface.c of the library keeps a list of links for the process without a lock, for as long as commands run. */
    private static final ReentrantLock LIBRARY = new ReentrantLock();

    private final NetnsIdentity namespace;
    private @Nullable NftablesLibrary context;

    private Nftables(NetnsIdentity namespace, NftablesLibrary context) {
        this.namespace = namespace;
        this.context = context;
    }

    /**
     * Tells whether the library is there; loads it if it is.
     *
     * @return available, or what to install
     */
    public static Availability probe() {
        try {
            NftablesLibrary.load();
            return Availability.available(NftablesLibrary.NAME);
        } catch (UnsatisfiedLinkError e) {
            return Availability.unavailable(
                    NftablesLibrary.NAME + " cannot be loaded (" + e.getMessage()
                            + "); on Debian, install the package libnftables1",
                    e);
        }
    }

    /**
     * Opens a context in the network namespace of the calling thread.
     *
     * @return the context, to be closed by the caller
     * @throws NetnsException if the library is missing
     * @throws NativeException if the kernel has no nftables
     */
    public static Nftables open() {
        if (probe() instanceof Availability.Unavailable missing) {
            throw new NetnsException(
                    "netns-unsupported", missing.reason(), missing.cause().orElse(null));
        }
        // The library ends the process if it gets no socket, so we try for ourselves first.
        Syscalls.socket(NetlinkConstants.AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER)
                .close();
        LIBRARY.lock();
        try {
            NftablesLibrary context = NftablesLibrary.open();
            if (context == null) {
                throw new NativeException("nft_ctx_new", "", Errno.ENOMEM.number());
            }
            return new Nftables(here(), context);
        } finally {
            LIBRARY.unlock();
        }
    }

    /**
     * Runs commands.
     *
     * @param commands as in {@code nft -f}; several are separated by line breaks or semicolons
     * @return what those commands print that list something, with handles
     * @throws NftablesException if they were refused; nothing has changed then
     * @throws IllegalStateException if this is closed or the calling thread is in another namespace
     */
    public String run(String commands) {
        return run(commands, OUTPUT_HANDLE, false);
    }

    /**
     * Runs commands that are written in JSON, or whose output is to be JSON; see libnftables-json(5).
     *
     * @param commands a JSON document, or text as in {@code nft -f}
     * @return what those commands print that list something, as a JSON document; empty if none does
     * @throws NftablesException if they were refused; nothing has changed then
     * @throws IllegalStateException if this is closed or the calling thread is in another namespace
     */
    public String runJson(String commands) {
        return run(commands, OUTPUT_JSON, false);
    }

    /**
     * Lets the library and the kernel look at commands without doing them.
     *
     * @param commands a JSON document, or text as in {@code nft -f}
     * @throws NftablesException if they would be refused
     * @throws IllegalStateException if this is closed or the calling thread is in another namespace
     */
    public void check(String commands) {
        run(commands, OUTPUT_JSON, true);
    }

    private String run(String commands, int outputFlags, boolean dryRun) {
        if (commands.indexOf('\0') >= 0) {
            throw new InvalidValueException("nftables commands", commands, "hold a zero character");
        }
        LIBRARY.lock();
        try {
            NftablesLibrary open = context;
            if (open == null) {
                throw new IllegalStateException("the nftables context is closed");
            }
            if (!here().equals(namespace)) {
                throw new IllegalStateException("the nftables context belongs to network namespace " + namespace
                        + ", but the calling thread is in " + here());
            }
            long start = System.nanoTime();
            boolean done = open.run(commands, outputFlags, dryRun);
            LOG.debug(
                    "nftables took {} us{}: {}",
                    (System.nanoTime() - start) / 1000,
                    done ? "" : " to refuse",
                    commands);
            String output = open.output();
            // Read either way: reading is what empties it.
            String errors = open.errors();
            if (!done) {
                throw new NftablesException(commands, errors);
            }
            return output;
        } finally {
            LIBRARY.unlock();
        }
    }

    /** Frees the context; further calls do nothing. Any thread may. */
    @Override
    public void close() {
        LIBRARY.lock();
        try {
            if (context != null) {
                context.free();
                context = null;
            }
        } finally {
            LIBRARY.unlock();
        }
    }

    private static NetnsIdentity here() {
        return NsFs.identity(NsFs.THREAD)
                .orElseThrow(
                        () -> new NetnsException("netns-proc", "cannot read " + NsFs.THREAD + ": /proc is needed"));
    }
}
