// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.nsenter;

import io.podnet.netns.Links;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsExecutor;
import io.podnet.netns.NetnsIdentity;
import io.podnet.netns.NetnsTask;
import io.podnet.netns.internal.HostThread;
import io.podnet.netns.internal.InsideProcess;
import io.podnet.netns.internal.NsFs;
import io.podnet.netns.internal.ToolRun;
import io.podnet.netns.internal.UseCount;
import io.podnet.netns.internal.ip.IpLinks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A namespace, held by a process. */
final class NsenterNetns implements Netns {
    private final HostThread host;
    private final Place place;
    private final Keeper keeper;
    private final Optional<Path> path;
    private final NetnsIdentity identity;
    private final UseCount uses;

    NsenterNetns(HostThread host, Place place, Keeper keeper, Optional<Path> path) {
        this.host = host;
        this.place = place;
        this.keeper = keeper;
        this.path = path;
        this.identity = NsFs.identity(reference(keeper)).orElseThrow();
        this.uses = new UseCount("network namespace " + identity, keeper::close);
    }

    private static Path reference(Keeper keeper) {
        return NsFs.ofProcess(keeper.pid());
    }

    /** Finds our own handle behind one that the caller gave. */
    static NsenterNetns of(Netns namespace) {
        if (namespace instanceof NsenterNetns ours) {
            return ours;
        }
        throw new IllegalArgumentException("not a handle of the backend nsenter: " + namespace);
    }

    @Override
    public Optional<Path> path() {
        return path;
    }

    @Override
    public Path reference() {
        uses.acquire();
        uses.release();
        return reference(keeper);
    }

    @Override
    public NetnsIdentity identity() {
        return identity;
    }

    /** No tool tells it. */
    @Override
    public OptionalLong cookie() {
        return OptionalLong.empty();
    }

    @Override
    public Links links() {
        return new IpLinks(this);
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T call(NetnsTask<T, X> task) throws X {
        throw noTasks();
    }

    @Override
    public NetnsExecutor executor(int threads) {
        throw noTasks();
    }

    private static UnsupportedOperationException noTasks() {
        return new UnsupportedOperationException(
                "the backend nsenter runs no code of this JVM inside namespaces: choose jnr, or start a process");
    }

    ToolRun script(String name, Path pin) {
        uses.acquire();
        try {
            return Place.script(host, place.prefix(keeper.pid()), name, pin);
        } finally {
            uses.release();
        }
    }

    @Override
    public Process start(ProcessBuilder command) {
        uses.acquire();
        try {
            List<String> prefix = new ArrayList<>(place.prefix(keeper.pid()));
            InsideProcess.requireProgram(command, place::look);
            if (!place.isHere()) {
                // Entering a mount namespace leads to its root (setns(2)).
                prefix.addAll(List.of("sh", "-c", "cd -- \"$0\" && exec \"$@\"", directory(command)));
            }
            return InsideProcess.start(host, prefix, command, identity);
        } finally {
            uses.release();
        }
    }

    private static String directory(ProcessBuilder command) {
        return Path.of(command.directory() == null ? "" : command.directory().getPath())
                .toAbsolutePath()
                .toString();
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
