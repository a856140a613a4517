// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.jnr;

import io.podnet.netns.Links;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsExecutor;
import io.podnet.netns.NetnsIdentity;
import io.podnet.netns.NetnsTask;
import io.podnet.netns.internal.HostThread;
import io.podnet.netns.internal.InsideProcess;
import io.podnet.netns.internal.NamespaceExecutor;
import io.podnet.netns.internal.NamespaceThread;
import io.podnet.netns.internal.NsFs;
import io.podnet.netns.internal.Problems;
import io.podnet.netns.internal.Programs;
import io.podnet.netns.internal.UseCount;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.RtNetlink;
import io.podnet.netns.linux.Syscalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A namespace, held by a descriptor. */
final class JnrNetns implements Netns {
    private final HostThread host;
    private final Descriptor descriptor;
    private final Optional<Path> path;
    private final NetnsIdentity identity;
    private final UseCount uses;

    /** Opened when it is first needed. */
    private @Nullable RtNetlink rtnl;

    JnrNetns(HostThread host, Descriptor descriptor, Optional<Path> path) {
        this.host = host;
        this.descriptor = descriptor;
        this.path = path;
        this.identity = descriptor
                .use(fd -> NsFs.identity(Path.of("/proc/self/fd/" + fd)))
                .orElseThrow();
        this.uses = new UseCount("network namespace " + identity, this::release);
    }

    /** Finds our own handle behind one that the caller gave. */
    static JnrNetns of(Netns namespace) {
        if (namespace instanceof JnrNetns ours) {
            return ours;
        }
        throw new IllegalArgumentException("not a handle of the backend jnr: " + namespace);
    }

    Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public Optional<Path> path() {
        return path;
    }

    @Override
    public Path reference() {
        return descriptor.use(fd -> Path.of("/proc", pid(), "fd", Integer.toString(fd)));
    }

    /** As /proc knows it, which may have been mounted in another process namespace. */
    private static String pid() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self")).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("/proc is needed", e);
        }
    }

    @Override
    public NetnsIdentity identity() {
        return identity;
    }

    @Override
    public OptionalLong cookie() {
        return NamespaceThread.call(this::enter, () -> {
            ByteBuffer value = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
            try (Descriptor socket = Syscalls.socket(Syscalls.AF_UNIX, Syscalls.SOCK_DGRAM, 0)) {
                Syscalls.getsockopt(socket, Syscalls.SOL_SOCKET, Syscalls.SO_NETNS_COOKIE, value);
                return OptionalLong.of(value.getLong(0));
            } catch (NativeException e) {
                if (e.is(Errno.ENOPROTOOPT)) {
                    return OptionalLong.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public Links links() {
        return new RtnlLinks(this);
    }

    /** Asks the kernel by a netlink socket inside the namespace. */
    <T> T ask(Function<RtNetlink, T> question) {
        uses.acquire();
        try {
            return question.apply(rtnl());
        } finally {
            uses.release();
        }
    }

    private synchronized RtNetlink rtnl() {
        RtNetlink open = rtnl;
        if (open == null) {
            open = NamespaceThread.call(this::enter, RtNetlink::open);
            rtnl = open;
        }
        return open;
    }

    private synchronized void release() {
        if (rtnl != null) {
            rtnl.close();
        }
        descriptor.close();
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T call(NetnsTask<T, X> task) throws X {
        return NamespaceThread.call(this::enter, task);
    }

    @Override
    public NetnsExecutor executor(int threads) {
        return NamespaceExecutor.start(threads, this::enter);
    }

    private void enter() {
        try {
            Syscalls.setns(descriptor, Syscalls.CLONE_NEWNET);
        } catch (NativeException e) {
            throw Problems.of("cannot enter " + this, e);
        }
    }

    @Override
    public Process start(ProcessBuilder command) {
        InsideProcess.requireProgram(command, UnaryOperator.identity());
        Problems.requireSysAdmin("cannot start " + command.command() + " in " + this);
        // Not while it may be closed, and the number be that of another file: nsenter opens it some time after the
        // start.
        return descriptor.use(fd -> InsideProcess.start(
                host,
                List.of(Programs.tool("nsenter", "util-linux"), "--net=/proc/" + pid() + "/fd/" + fd, "--"),
                command,
                identity));
    }

    @Override
    public void close() {
        uses.close();
    }

    @Override
    public String toString() {
        return path.map(each -> each + " (" + identity + ")").orElseGet(identity::toString);
    }
}
