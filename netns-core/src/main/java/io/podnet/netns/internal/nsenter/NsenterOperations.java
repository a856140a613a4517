// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.nsenter;

import io.podnet.netns.Feature;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsException;
import io.podnet.netns.NetnsExistsException;
import io.podnet.netns.NetnsNotFoundException;
import io.podnet.netns.internal.HostThread;
import io.podnet.netns.internal.NsFs;
import io.podnet.netns.internal.Problems;
import io.podnet.netns.internal.Programs;
import io.podnet.netns.internal.ToolRun;
import io.podnet.netns.spi.NamespaceOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The namespaces of a place, by tools. */
final class NsenterOperations implements NamespaceOperations {
    private final Place place;
    private final HostThread host;

    NsenterOperations(Place place) {
        this.place = place;
        this.host = HostThread.start();
    }

    @Override
    public Set<Feature> features() {
        return Set.of();
    }

    @Override
    public Netns create() {
        return create("cannot create a network namespace", Optional.empty());
    }

    private NsenterNetns create(String what, Optional<Path> pin) {
        return keep(what, List.of(Programs.tool("unshare", "util-linux"), "--net", "--"), pin);
    }

    @Override
    public Netns create(Path pin) {
        String what = "cannot create the network namespace " + pin;
        NsenterNetns namespace = create(what, Optional.of(pin));
        try {
            pin(what, namespace, pin);
            return namespace;
        } catch (RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    @Override
    public Netns open(Path path) {
        String what = "cannot open the network namespace " + path;
        // Looked at before anything opens it: a pipe would make that wait.
        if (!isNetworkNamespace(path)) {
            boolean there = Files.exists(place.look(path), LinkOption.NOFOLLOW_LINKS);
            throw new NetnsNotFoundException(
                    what + (there ? ": the file is no network namespace" : ": no such file"), null);
        }
        return keep(what, List.of(Place.nsenter(), "--net=" + path, "--"), Optional.of(path));
    }

    /** Among the kinds of namespaces, nsfs does not tell by the file which it is; a link in /proc does by its text. */
    private boolean isNetworkNamespace(Path path) {
        Path here = place.look(path);
        if (NsFs.identity(here).isEmpty()) {
            return false;
        }
        try {
            return !Files.isSymbolicLink(here)
                    || Files.readSymbolicLink(here).getFileName().toString().startsWith("net:");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Netns ofProcess(long pid) {
        String what = "cannot open the network namespace of process " + pid;
        if (!Files.exists(Path.of("/proc/" + pid))) {
            throw new NetnsNotFoundException(what + ": no such process", null);
        }
        return keep(what, List.of(Place.nsenter(), "--net=" + NsFs.ofProcess(pid), "--"), Optional.empty());
    }

    @Override
    public Netns current() {
        String what = "cannot open the current network namespace";
        return place.isHere()
                ? keep(what, List.of(Place.nsenter(), "--net=" + thread(what), "--"), Optional.empty())
                : keep(what, List.of(), Optional.empty());
    }

    /** The keeper is not started by this thread: it needs a path that means this thread to others too. */
    private static Path thread(String what) {
        try {
            return Path.of("/proc")
                    .resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")))
                    .resolve("ns/net");
        } catch (IOException e) {
            throw Problems.of(what, e);
        }
    }

    private NsenterNetns keep(String what, List<String> prefix, Optional<Path> pin) {
        if (place.isHere()) {
            Problems.requireSysAdmin(what);
        }
        List<String> whole = new ArrayList<>(place.prefix());
        whole.addAll(prefix);
        return new NsenterNetns(host, place, Keeper.start(host, what, whole), pin);
    }

    @Override
    public void pin(Netns namespace, Path pin) {
        pin("cannot pin " + namespace + " as " + pin, NsenterNetns.of(namespace), pin);
    }

    private void pin(String what, NsenterNetns namespace, Path pin) {
        ToolRun run = namespace.script("pin.sh", pin);
        if (run.isSuccess()) {
            return;
        }
        NetnsException failure = run.failure(what);
        if (failure instanceof NetnsExistsException
                && NsFs.identity(place.look(pin)).isEmpty()) {
            throw new NetnsExistsException(
                    what
                            + ": the file exists already, but is no namespace: a reboot or an interrupted creation left it,"
                            + " and removing the name clears it",
                    failure);
        }
        throw failure;
    }

    @Override
    public boolean unpin(Path pin) {
        String what = "cannot remove the network namespace " + pin;
        ToolRun run = Place.script(host, place.prefix(), "unpin.sh", pin);
        if (!run.isSuccess()) {
            throw run.failure(what);
        }
        return switch (run.output().strip()) {
            case "absent" -> false;
            case "removed" -> true;
            default ->
                throw new NetnsException(
                        "netns-not-a-pin", what + ": it is no namespace, and not an empty file either");
        };
    }

    @Override
    public List<Path> pins(Path directory) {
        return place.pins(directory);
    }

    @Override
    public void close() {
        host.close();
    }
}
