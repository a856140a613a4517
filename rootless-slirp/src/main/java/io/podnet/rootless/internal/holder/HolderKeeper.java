// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.AtomicFiles;
import io.podnet.base.Failures;
import io.podnet.base.ProcessIdentity;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.internal.holder.SavedState.Phase;
import io.podnet.rootless.internal.process.Directories;
import io.podnet.rootless.internal.process.Helper;
import io.podnet.rootless.internal.process.Processes;
import io.podnet.rootless.internal.process.Strays;
import io.podnet.rootless.internal.process.SubIds;
import io.podnet.rootless.spi.HelperCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, replaces and removes the holder: the process whose namespaces are the user's rootless network. */
final class HolderKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(HolderKeeper.class.getPackageName());
    // One that dies is noticed at once; a busy machine may need long for one that lives.
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path HOST_RESOLV_CONF = Path.of("/etc/resolv.conf");

    private static final List<String> NEW_USER_NAMESPACE = List.of("unshare", "--user", "--map-root-user");

    private final Layout layout;
    private final StateFile file;
    private final List<Path> keep;

    HolderKeeper(Layout layout, StateFile file, List<Path> keep) {
        this.layout = layout;
        this.file = file;
        this.keep = keep;
    }

    /** Gives a state whose holder is up: the one that was saved, or one that is started for it. */
    SavedState ensure(Optional<SavedState> saved) {
        SavedState state = saved.orElseGet(SavedState::new);
        if (state.phase == Phase.REMOVING) {
            remove(state);
            state = new SavedState();
        }
        if (isUp(state)) {
            return state;
        }
        // A holder that was not ready when its JVM died was used by nobody.
        boolean usable = state.phase == Phase.UP || saved.isEmpty();
        Optional<SavedState> revived = usable ? revive(state) : Optional.empty();
        if (revived.isPresent()) {
            return revived.get();
        }
        stopEverything(state);
        return again(state).orElseGet(() -> start(NEW_USER_NAMESPACE));
    }

    /**
     * Starts a holder inside the user namespace of one that has gone with its mounts, if a pod's process is still there:
     * only from that one can the network namespaces of such pods be attached to anything.
     */
    private Optional<SavedState> again(SavedState old) {
        return Members.inUserNamespace(old.userNamespace).flatMap(survivor -> {
            try {
                SavedState state = start(List.of(
                        "nsenter", "-t", Long.toString(survivor), "-U", "--preserve-credentials", "--", "unshare"));
                LOG.info("the rootless namespace was gone, another one is in its user namespace now");
                SavedStack shared = old.stacks.get(SavedState.SHARED);
                if (shared != null) {
                    // To be started again as it was; what it published led to bridges that are gone.
                    state.stacks.put(SavedState.SHARED, shared.with(shared.facts(), null));
                    file.save(state);
                }
                return Optional.of(state);
            } catch (RootlessException e) {
                LOG.debug("process {} cannot lead to the old user namespace", survivor, e);
                return Optional.empty();
            }
        });
    }

    /** Tells whether the holder can be used; one that is just entering its namespaces is waited for. */
    private boolean isUp(SavedState state) {
        if (!state.isUp()) {
            return false;
        }
        requireReachable(state);
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        long pid = state.entry().holder();
        while (!Members.id(pid, layout).equals(Optional.of(state.id))) {
            if (!state.isUp() || System.nanoTime() - end > 0) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    // user_namespaces(7): nobody can enter a user namespace that is not below one's own. Such a holder is not dead, and
    // pods use it.
    static void requireReachable(SavedState state) {
        String holder = Long.toString(state.requireHolder().pid());
        if (Entry.link(holder, "user").isEmpty() && state.isUp()) {
            throw new RootlessException(
                    "rootless-out-of-reach",
                    "the rootless network of this user is held by process " + holder
                            + ", whose user namespace cannot be"
                            + " entered from here: this process is in a user namespace of its own (such as unshare -r"
                            + " makes). Leave that, or give this process a runtime directory of its own"
                            + " (XDG_RUNTIME_DIR)");
        }
    }

    private SavedState start(List<String> unshare) {
        SavedState state = new SavedState();
        state.id = UUID.randomUUID().toString();
        try {
            Directories.remove(layout.home());
            Directories.createPrivate(layout.helpers());
            Files.writeString(
                    layout.resolvConf(), ResolvConf.read(HOST_RESOLV_CONF).toString());
            MountPlan plan = MountPlan.prepare(layout, keep, Path.of("/"));
            if (plan.resolvConf().isEmpty()) {
                LOG.warn("{} is not there or leads nowhere: names cannot be looked up in pods", HOST_RESOLV_CONF);
            }
            AtomicFiles.write(
                    layout.inRun(Layout.HOLDER_MARK),
                    Members.mark(state.id, layout).getBytes(StandardCharsets.UTF_8),
                    AtomicFiles.Durability.PAGE_CACHE);
            SelinuxLabel.set(layout.run());

            List<String> words = new ArrayList<>(unshare);
            if (unshare.equals(NEW_USER_NAMESPACE) && SubIds.areThere()) {
                words.add("--map-auto");
            }
            words.addAll(List.of("--net", "--mount", "--propagation", "slave"));
            words.addAll(List.of("sh", "-c", HolderScript.FURNISH, "podnet-holder"));
            words.addAll(plan.steps());
            state.phase = Phase.STARTING;
            launch(state, words);
            state.phase = Phase.UP;
            return save(state);
        } catch (IOException e) {
            throw new RootlessException(
                    "rootless-files", "the files of the rootless namespace cannot be made: " + e, e);
        }
    }

    private SavedState save(SavedState state) {
        state.userNamespace = Entry.link(Long.toString(state.entry().holder()), "user");
        file.save(state);
        return state;
    }

    /** Takes over a namespace whose record was lost, if there is a process in it. */
    Optional<SavedState> adopt() {
        return revive(new SavedState());
    }

    /**
     * Puts a new holder into the namespaces of the old one, through any process that is still in them; the network is the
     * same then, with its bridges and pods.
     */
    private Optional<SavedState> revive(SavedState state) {
        for (Members.Member member : Members.find(layout)) {
            if (!state.id.isEmpty() && !state.id.equals(member.id())) {
                continue;
            }
            List<ProcessIdentity> strays = state.id.isEmpty() ? Strays.find(layout.home()) : List.of();
            try {
                List<String> words =
                        new ArrayList<>(Entry.of(member.process().pid()).command(Layout.HOLDER_NETNS));
                words.addAll(List.of("sh", "-c", HolderScript.STAY, "podnet-holder"));
                state.id = member.id();
                state.phase = Phase.UP;
                launch(state, words);
                save(state);
                LOG.info("the holder of the rootless namespace was gone, process {} takes its place", state.holder);
                // Without a record nobody knows what they were for.
                strays.forEach(Processes::stop);
                return Optional.of(state);
            } catch (RootlessException e) {
                LOG.debug("process {} cannot lead to the old namespace", member.process(), e);
            }
        }
        return Optional.empty();
    }

    private void launch(SavedState state, List<String> words) {
        HelperCommand command =
                new HelperCommand("holder", words, new HelperCommand.Readiness.Pipe(), Optional.empty());
        Helper.start(command, layout.home(), layout.log("holder"), LIMIT, identity -> {
            state.holder = identity;
            file.save(state);
        });
    }

    /** Gives the state if its holder is up, or could be put into its place again; starts nothing from scratch. */
    Optional<SavedState> reviveIfDead(SavedState state) {
        return isUp(state) ? Optional.of(state) : revive(state);
    }

    /** Removes a namespace that could not be brought up, unless there are processes or pods in it. */
    void removeUnlessUsed(SavedState state) {
        if (state.stacks.isEmpty()
                && !hasPins()
                && Members.find(layout).stream()
                        .allMatch(member -> member.process().equals(state.holder))) {
            remove(state);
        }
    }

    private boolean hasPins() {
        Path pins = layout.inRun(Layout.PINS);
        try (Stream<Path> files = Files.list(pins)) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            throw new RootlessException("rootless-files", pins + " cannot be listed: " + e, e);
        }
    }

    /** Removes the namespace with all that belongs to it; goes on to the end when something fails. */
    void remove(SavedState state) {
        state.phase = Phase.REMOVING;
        if (Files.isDirectory(layout.home())) {
            file.save(state);
        }
        Failures failures = new Failures();
        failures.attempt(() -> stopEverything(state));
        if (failures.isEmpty()) {
            failures.attempt(this::removeFiles);
        }
        failures.throwIfAny();
    }

    private void removeFiles() {
        try {
            Directories.remove(layout.home());
        } catch (IOException e) {
            throw new RootlessException(
                    "rootless-files", "the files of the rootless namespace cannot be removed: " + e, e);
        }
    }

    private void stopEverything(SavedState state) {
        Failures failures = new Failures();
        Stream.concat(
                        state.helpers.values().stream().map(SavedHelper::process),
                        state.stacks.values().stream().map(SavedStack::process).flatMap(Stream::ofNullable))
                .forEach(process -> failures.attempt(() -> Processes.stop(process)));
        // Daemons that plugins left in the holder's network, such as dnsmasq. Pods have networks of their own.
        String network = state.holder == null ? "" : Entry.link(Long.toString(state.holder.pid()), "net");
        if (state.isUp() && !network.isEmpty()) {
            for (Members.Member member : Members.find(layout)) {
                if (member.network().equals(network) && !member.process().equals(state.holder)) {
                    failures.attempt(() -> Processes.stop(member.process()));
                }
            }
        }
        if (state.holder != null) {
            ProcessIdentity holder = state.holder;
            failures.attempt(() -> Processes.stop(holder));
        }
        Strays.find(layout.home()).forEach(stray -> failures.attempt(() -> Processes.stop(stray)));
        failures.throwIfAny();
    }

    static ResolvConf resolvConfOfHost() {
        return ResolvConf.read(HOST_RESOLV_CONF);
    }

    /** Rewrites the holder's resolv.conf when the host's or the stack has changed, in place: it is mounted. */
    void refreshResolvConf(SavedStack stack) {
        String wanted = ResolvConf.read(HOST_RESOLV_CONF)
                .behind(stack.facts().addresses().dns(), stack.facts().ipv6())
                .toString();
        try {
            if (Files.notExists(layout.resolvConf())
                    || !Files.readString(layout.resolvConf()).equals(wanted)) {
                writeResolvConf(wanted);
            }
        } catch (IOException e) {
            throw new RootlessException("rootless-files", layout.resolvConf() + " cannot be written: " + e, e);
        }
    }

    // Pods may run as any user of the namespace, and all look up names; for other users of the host the directory is
    // closed.
    private void writeResolvConf(String text) throws IOException {
        Files.writeString(layout.resolvConf(), text);
        Files.setPosixFilePermissions(layout.resolvConf(), PosixFilePermissions.fromString("rw-r--r--"));
    }
}
