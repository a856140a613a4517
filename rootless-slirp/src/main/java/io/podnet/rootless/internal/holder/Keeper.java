// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.Failures;
import io.podnet.base.FileLocks;
import io.podnet.base.InvalidValueException;
import io.podnet.base.PortMapping;
import io.podnet.rootless.PodStack;
import io.podnet.rootless.PublishedPort;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.RootlessNamespace;
import io.podnet.rootless.StackChoice;
import io.podnet.rootless.internal.forward.HostPorts;
import io.podnet.rootless.internal.process.Directories;
import io.podnet.rootless.spi.Forward;
import io.podnet.rootless.spi.ForwardTarget;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that can be done with a rootless namespace, each under its lock and by its record. */
public final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class.getPackageName());

    private final Layout layout;
    private final StateFile file;
    private final Glance glance;
    private final Vigil vigil;
    private final HolderKeeper holders;
    private final StackKeeper stacks;
    private final ForwardKeeper forwards;

    /**
     * Makes a keeper; touches nothing.
     *
     * @param directory podnet's part of the runtime directory
     * @param keep directories of the user's that have to be seen in the holder too
     * @param backends stacks and port forwarding handlers
     */
    public Keeper(Path directory, List<Path> keep, Backends backends) {
        layout = new Layout(directory);
        file = new StateFile(layout.record());
        glance = new Glance(file);
        vigil = new Vigil(glance);
        holders = new HolderKeeper(layout, file, keep);
        stacks = new StackKeeper(layout, file, backends::stack);
        forwards = new ForwardKeeper(layout, file, backends.forwarders());
    }

    Layout layout() {
        return layout;
    }

    Vigil vigil() {
        return vigil;
    }

    private <T> T locked(Supplier<T> work) {
        try {
            Directories.createPrivate(layout.directory());
            try (FileLocks.Held lock = FileLocks.exclusive(layout.lock())) {
                return work.get();
            }
        } catch (IOException e) {
            throw new RootlessException("rootless-files", layout.lock() + " cannot be locked: " + e, e);
        }
    }

    /** Brings the namespace up with its stack, or repairs it. */
    public RootlessNamespace ensure(StackChoice choice) {
        return locked(() -> Views.namespace(up(choice)));
    }

    /** Brings the namespace up without a stack, or repairs it. */
    public RootlessNamespace hold() {
        return locked(() -> Views.namespace(held()));
    }

    private SavedState held() {
        SavedState state = holders.ensure(file.load());
        repair(state);
        return state;
    }

    private SavedState up(StackChoice choice) {
        SavedState state = holders.ensure(file.load());
        SavedStack shared = state.stacks.get(SavedState.SHARED);
        if (shared == null) {
            createShared(state, choice);
        } else {
            stacks.check(shared, choice);
        }
        repair(state);
        holders.refreshResolvConf(StackKeeper.require(state, SavedState.SHARED));
        return state;
    }

    // Without a stack the namespace is of no use; the next command shall start from nothing.
    private void createShared(SavedState state, StackChoice choice) {
        try {
            stacks.create(state, SavedState.SHARED, choice, "", List.of());
        } catch (RuntimeException e) {
            try {
                holders.removeUnlessUsed(state);
            } catch (RuntimeException undo) {
                e.addSuppressed(undo);
            }
            throw e;
        }
    }

    /** Shows the namespace if there is one and its holder lives; neither locks nor repairs. */
    public Optional<RootlessNamespace> current() {
        Optional<SavedState> up = glance.state().filter(SavedState::isUp);
        up.ifPresent(HolderKeeper::requireReachable);
        return up.map(Views::namespace);
    }

    /** Tells whether there is anything to repair, as far as looks tell that neither lock nor ask a stack. */
    public boolean isBroken() {
        return isRecordLost(glance.state()) || vigil.seesDeath() || vigil.seesBreakage();
    }

    private boolean isRecordLost(Optional<SavedState> saved) {
        return saved.isEmpty() && Files.isDirectory(layout.home());
    }

    /** Repairs what can be repaired without anybody's help, if there is a namespace. */
    public void repair() {
        locked(() -> {
            file.load().flatMap(this::revived).ifPresent(this::repair);
            return true;
        });
    }

    /** Repairs a namespace, be it one whose record was lost; its stack is the one chosen then. */
    public void repair(StackChoice choice) {
        locked(() -> {
            Optional<SavedState> saved = file.load();
            if (isRecordLost(saved) && holders.adopt().isPresent()) {
                up(choice);
            } else {
                saved.flatMap(this::revived).ifPresent(this::repair);
            }
            return true;
        });
    }

    private Optional<SavedState> revived(SavedState state) {
        return state.phase == SavedState.Phase.UP ? holders.reviveIfDead(state) : Optional.empty();
    }

    private void repair(SavedState state) {
        RuntimeException sharedFailed = null;
        for (String key : List.copyOf(state.stacks.keySet())) {
            try {
                repair(state, key);
            } catch (RuntimeException e) {
                if (key.equals(SavedState.SHARED)) {
                    sharedFailed = e;
                } else {
                    LOG.warn("the stack of pod {} cannot be started again", key, e);
                }
            }
        }
        if (sharedFailed != null) {
            throw sharedFailed;
        }
    }

    private void repair(SavedState state, String key) {
        SavedStack stack = StackKeeper.require(state, key);
        if (!stack.netns().isEmpty() && Files.notExists(state.entry().reachable(Path.of(stack.netns())))) {
            LOG.info("the network namespace of pod {} is gone, and its stack with it", key);
            removeStack(state, key);
            return;
        }
        stacks.ensure(state, key);
        Map<Forward, RootlessException> failed;
        try {
            failed = forwards.reconcile(state, key);
        } catch (RootlessException e) {
            // It runs but does not answer.
            LOG.warn("the stack of {} is started again: {}", key, e.getMessage());
            stacks.restart(state, key);
            failed = forwards.reconcile(state, key);
        }
        failed.forEach(
                (forward, failure) -> LOG.warn("pod {}: {}", forward.target().owner(), failure.getMessage()));
    }

    /** Refuses ports that cannot be listened on. */
    public void requireUsable(List<PortMapping> ports) {
        for (PortMapping port : ports) {
            if (port.hostPort() != 0) {
                HostPorts.problem(port).ifPresent(problem -> {
                    throw new RootlessException(
                            "rootless-port-unusable", "cannot publish port " + port + ": " + problem);
                });
            }
        }
    }

    /** Starts a stack for one pod alone, with ports if it has to have them from the start. */
    public PodStack startStack(String owner, Path netns, StackChoice choice, List<PortMapping> ports) {
        checkOwner(owner);
        return locked(() -> {
            SavedState state = held();
            if (state.stacks.containsKey(owner)) {
                throw new RootlessException("rootless-stack-exists", "pod " + owner + " has a stack already");
            }
            List<PortMapping> chosen = ports.stream().map(HostPorts::choose).toList();
            requireUsable(chosen);
            stacks.create(state, owner, choice, netns.toString(), chosen);
            try {
                ForwardTarget target = target(state, owner, netns);
                List<SavedForward> published = chosen.isEmpty() ? List.of() : forwards.set(state, target, chosen, "");
                return Views.podStack(StackKeeper.require(state, owner), published);
            } catch (RuntimeException e) {
                try {
                    removeStack(state, owner);
                } catch (RuntimeException undo) {
                    e.addSuppressed(undo);
                }
                throw e;
            }
        });
    }

    private static ForwardTarget target(SavedState state, String owner, Path netns) {
        Optional<Inet4Address> guest =
                StackKeeper.require(state, owner).facts().addresses().guest().map(Inet4Address.class::cast);
        return new ForwardTarget(owner, netns, guest, Optional.empty());
    }

    /** Stops the stack of a pod with its ports; does nothing if it has none. */
    public void stopStack(String owner) {
        locked(() -> {
            file.load().filter(state -> state.stacks.containsKey(owner)).ifPresent(state -> removeStack(state, owner));
            return true;
        });
    }

    private void removeStack(SavedState state, String owner) {
        Failures failures = new Failures();
        failures.attempt(() -> forwards.remove(state, owner));
        failures.attempt(() -> stacks.remove(state, owner));
        failures.throwIfAny();
    }

    /** Publishes exactly these ports of a pod, all or none. */
    public List<PublishedPort> publish(ForwardTarget target, List<PortMapping> ports, String handler) {
        checkOwner(target.owner());
        return locked(() -> {
            if (ports.isEmpty()) {
                // Nothing is started only to be told that nothing is published.
                file.load().filter(SavedState::isUp).ifPresent(state -> forwards.clear(state, target.owner()));
                return List.of();
            }
            boolean ownStack = file.load()
                    .filter(state -> state.stacks.containsKey(target.owner()))
                    .isPresent();
            return Views.ports(forwards.set(ownStack ? held() : up(StackChoice.any()), target, ports, handler));
        });
    }

    /** Lists what a pod has published; neither locks nor repairs. */
    public List<PublishedPort> published(String owner) {
        return Views.ports(
                glance.state().map(state -> ForwardKeeper.of(state, owner)).orElse(List.of()));
    }

    /** Shows the stack that a pod has for itself; neither locks nor repairs. */
    public Optional<PodStack> stackOf(String owner) {
        return glance.state()
                .filter(state -> state.stacks.containsKey(owner) && !owner.equals(SavedState.SHARED))
                .map(state -> Views.podStack(StackKeeper.require(state, owner), ForwardKeeper.of(state, owner)));
    }

    /** Writes the resolv.conf of a pod; neither locks nor repairs. */
    public String resolvConf(String owner) {
        ResolvConf host = HolderKeeper.resolvConfOfHost();
        return glance.state()
                .map(state -> state.stacks.getOrDefault(owner, state.stacks.get(SavedState.SHARED)))
                .map(stack -> host.behind(
                        stack.facts().addresses().dns(), stack.facts().ipv6()))
                .orElse(host)
                .toString();
    }

    /** Removes the namespace unless somebody uses it. */
    public boolean release(BooleanSupplier inUse) {
        return locked(() -> {
            if (Files.notExists(layout.home())) {
                return true;
            }
            if (inUse.getAsBoolean()) {
                return false;
            }
            holders.remove(file.load().orElseGet(SavedState::new));
            return true;
        });
    }

    // It becomes part of file names.
    private static void checkOwner(String owner) {
        if (!owner.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}") || owner.equals(SavedState.SHARED)) {
            throw new InvalidValueException(
                    "pod id",
                    owner,
                    "may hold letters, digits, dots, dashes and underscores, and begins with one of the"
                            + " first two");
        }
    }
}
