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
    private static final Logger LOG = LoggerFactory.getLogger(HolderKeeper.class);
    // One that dies is noticed at once; a busy machine may need long for one that lives.
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path HOST_RESOLV_CONF = Path.of("/etc/resolv.conf");

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
        return start();
    }

    /** Tells whether the holder can be used; one that is just entering its namespaces is waited for. */
    private boolean isUp(SavedState state) {
        if (!state.isUp()) {
            return false;
        }
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

    private SavedState start() {
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

            List<String> words = new ArrayList<>(List.of("unshare", "--user", "--map-root-user"));
            if (SubIds.areThere()) {
                words.add("--map-auto");
            }
            words.addAll(List.of("--net", "--mount", "--propagation", "slave"));
            words.addAll(List.of("sh", "-c", HolderScript.FURNISH, "podnet-holder"));
            words.addAll(plan.steps());
            state.phase = Phase.STARTING;
            launch(state, words);
            state.phase = Phase.UP;
            state.userNamespace = Entry.link(Long.toString(state.entry().holder()), "user");
            file.save(state);
            return state;
        } catch (IOException e) {
            throw new RootlessException(
                    "rootless-files", "the files of the rootless namespace cannot be made: " + e, e);
        }
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
                file.save(state);
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

    /** Removes a namespace that could not be brought up, unless there are processes in it. */
    void removeUnlessUsed(SavedState state) {
        if (Members.find(layout).stream().allMatch(member -> member.process().equals(state.holder))) {
            remove(state);
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
