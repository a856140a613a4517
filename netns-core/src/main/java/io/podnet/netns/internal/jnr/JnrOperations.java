// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.jnr;

import io.podnet.netns.Feature;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsIdentity;
import io.podnet.netns.NetnsNotFoundException;
import io.podnet.netns.internal.HostThread;
import io.podnet.netns.internal.Mounts;
import io.podnet.netns.internal.NamespaceThread;
import io.podnet.netns.internal.NsFs;
import io.podnet.netns.internal.Problems;
import io.podnet.netns.linux.Descriptor;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.Syscalls;
import io.podnet.netns.spi.NamespaceOperations;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The namespaces of this process. */
final class JnrOperations implements NamespaceOperations {
    private final HostThread host = HostThread.start();

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.TASKS, Feature.COOKIE);
    }

    @Override
    public Netns create() {
        return new JnrNetns(host, unshare("cannot create a network namespace"), Optional.empty());
    }

    @Override
    public Netns create(Path pin) {
        String what = "cannot create the network namespace " + pin;
        // Without a pin it is gone with its descriptor, whatever happens to this process: made first, pinned last.
        Descriptor namespace = unshare(what);
        try {
            Pins.add(what, namespace, pin);
            return new JnrNetns(host, namespace, Optional.of(pin));
        } catch (RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    private static Descriptor unshare(String what) {
        try {
            return NamespaceThread.call(
                    () -> Syscalls.unshare(Syscalls.CLONE_NEWNET),
                    () -> Syscalls.open(NsFs.THREAD, Syscalls.O_RDONLY, 0));
        } catch (NativeException e) {
            throw Problems.of(what, e);
        }
    }

    @Override
    public Netns open(Path path) {
        return open("cannot open the network namespace " + path, path, Optional.of(path));
    }

    @Override
    public Netns ofProcess(long pid) {
        return open("cannot open the network namespace of process " + pid, NsFs.ofProcess(pid), Optional.empty());
    }

    @Override
    public Netns current() {
        return open("cannot open the current network namespace", NsFs.THREAD, Optional.empty());
    }

    private Netns open(String what, Path path, Optional<Path> pin) {
        Descriptor opened;
        try {
            // Some other kind of file, such as a pipe, must not make us wait.
            opened = Syscalls.open(path, Syscalls.O_RDONLY | Syscalls.O_NONBLOCK, 0);
        } catch (NativeException e) {
            throw Problems.of(what, e);
        }
        try {
            if (!isNetworkNamespace(opened)) {
                throw new NetnsNotFoundException(what + ": the file is no network namespace", null);
            }
            return new JnrNetns(host, opened, pin);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static boolean isNetworkNamespace(Descriptor opened) {
        // ioctl only on what is known to be a namespace: a device might take the number for something else.
        Optional<NetnsIdentity> identity = opened.use(fd -> NsFs.identity(Path.of("/proc/self/fd/" + fd)));
        return identity.isPresent() && Syscalls.ioctl(opened, Syscalls.NS_GET_NSTYPE, 0) == Syscalls.CLONE_NEWNET;
    }

    @Override
    public void pin(Netns namespace, Path pin) {
        Pins.add(
                "cannot pin " + namespace + " as " + pin, JnrNetns.of(namespace).descriptor(), pin);
    }

    @Override
    public boolean unpin(Path pin) {
        return Pins.remove("cannot remove the network namespace " + pin, pin);
    }

    @Override
    public List<Path> pins(Path directory) {
        return Mounts.pins(directory);
    }

    @Override
    public void close() {
        host.close();
    }
}
