// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.PortMapping;
import io.podnet.base.ProcessIdentity;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.StackChoice;
import io.podnet.rootless.internal.process.Helper;
import io.podnet.rootless.internal.process.Processes;
import io.podnet.rootless.spi.HelperCommand;
import io.podnet.rootless.spi.PreparedStack;
import io.podnet.rootless.spi.StackRequest;
import io.podnet.rootless.spi.UserStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, restarts and stops stacks: the shared one behind the bridges, and those that serve one pod alone. */
final class StackKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(StackKeeper.class.getPackageName());
    // One that dies is noticed at once; a busy machine may need long for one that lives.
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SHARED_INTERFACE = "tap0";

    // For a JVM in the holder's mount namespace: the stack has to see the host's resolv.conf, for the holder's names
    // the
    // stack itself. The mounts are of the same user namespace, so that they can be undone in a mount namespace below.
    private static final String WITH_FILES_OF_HOST = """
            umount -l /etc/resolv.conf 2>/dev/null
            umount -R -l /run
            exec "$@"
            """;

    private final Layout layout;
    private final StateFile file;
    private final Function<String, UserStack> backends;

    StackKeeper(Layout layout, StateFile file, Function<String, UserStack> backends) {
        this.layout = layout;
        this.file = file;
        this.backends = backends;
    }

    /** Makes sure that a stack runs; one that is gone is started again as it was. */
    void ensure(SavedState state, String key) {
        SavedStack stack = require(state, key);
        if (isHealthy(stack)) {
            return;
        }
        if (stack.process() != null) {
            LOG.info("the stack {} of {} is gone or cut off, starting it again", stack.name(), key);
        }
        restart(state, key);
    }

    /** Starts a stack again that runs but is of no use. */
    void restart(SavedState state, String key) {
        SavedStack stack = require(state, key);
        if (stack.process() != null) {
            Processes.stop(stack.process());
        }
        start(state, key, stack);
    }

    /** Starts a stack for the first time; all that was asked for is checked before. */
    void create(SavedState state, String key, StackChoice choice, String netns, List<PortMapping> ports) {
        UserStack backend = backends.apply(choice.name());
        List<String> fixed = backend.takesPortsAtStart()
                ? ports.stream().map(PortMapping::toString).toList()
                : List.of();
        SavedStack wanted =
                new SavedStack(backend.name(), options(backend, choice), netns, fixed, SavedStackFacts.NONE, null);
        try {
            start(state, key, wanted);
        } catch (RuntimeException e) {
            state.stacks.remove(key);
            file.save(state);
            throw e;
        }
    }

    private static List<String> options(UserStack backend, StackChoice choice) {
        List<String> options = new ArrayList<>(StackDefaults.options(backend.name()));
        options.addAll(choice.options());
        return options;
    }

    /** Refuses a wish that the running stack does not fulfil: others use it. */
    void check(SavedStack running, StackChoice choice) {
        boolean otherStack = !choice.name().isEmpty() && !choice.name().equals(running.name());
        boolean otherOptions = !choice.options().isEmpty()
                && !options(backends.apply(running.name()), choice).equals(running.options());
        if (otherStack || otherOptions) {
            throw new RootlessException(
                    "rootless-stack-in-use",
                    "the rootless network runs with the stack " + running.name()
                            + (running.options().isEmpty() ? "" : ":" + String.join(",", running.options()))
                            + ", which pods use; remove them before it can run with " + choice);
        }
    }

    /** Stops a stack and forgets it. */
    void remove(SavedState state, String key) {
        SavedStack stack = state.stacks.get(key);
        if (stack != null) {
            if (stack.process() != null) {
                Processes.stop(stack.process());
            }
            state.stacks.remove(key);
            file.save(state);
            try {
                for (String suffix : List.of(".log", ".sock", ".pid")) {
                    Files.deleteIfExists(layout.helpers().resolve(fileName(key) + suffix));
                }
            } catch (IOException e) {
                LOG.warn("files of the stack of {} stay behind", key, e);
            }
        }
    }

    /** Tells whether a stack runs and its interface is there, as far as that can be seen from here. */
    static boolean isHealthy(SavedStack stack) {
        return stack.process() != null
                && stack.process().isAlive()
                && !TapDevice.isGone(stack.process().pid());
    }

    private void start(SavedState state, String key, SavedStack stack) {
        Entry entry = state.entry();
        StackRequest request = request(entry, key, stack);
        PreparedStack prepared = backends.apply(stack.name()).prepare(request);
        SavedStackFacts facts = SavedStackFacts.of(prepared);
        removeSocket(prepared);
        Optional<Sysctls> sysctls = stack.netns().isEmpty()
                ? Optional.empty()
                : Optional.of(new Sysctls(entry.command(Path.of(stack.netns()))));
        sysctls.ifPresent(Sysctls::beforeStart);
        ProcessIdentity process = Helper.start(
                seeingTheHost(entry, prepared.command()),
                layout.home(),
                layout.log(fileName(key)),
                LIMIT,
                identity -> save(state, key, stack.with(facts, identity)));
        sysctls.ifPresent(Sysctls::afterStart);
        save(state, key, stack.with(facts, process));
    }

    private StackRequest request(Entry entry, String key, SavedStack stack) {
        boolean shared = key.equals(SavedState.SHARED);
        return new StackRequest(
                entry.userNamespace(),
                shared ? entry.netns() : entry.reachable(Path.of(stack.netns())),
                stack.options(),
                shared ? Optional.of(SHARED_INTERFACE) : Optional.empty(),
                stack.ports().stream().map(PortMapping::parse).toList(),
                layout.helpers(),
                fileName(key));
    }

    private static HelperCommand seeingTheHost(Entry entry, HelperCommand command) {
        if (entry.mount()) {
            return command;
        }
        List<String> words =
                new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", WITH_FILES_OF_HOST, command.name()));
        words.addAll(command.command());
        return new HelperCommand(command.name(), words, command.readiness(), command.input());
    }

    private void save(SavedState state, String key, SavedStack stack) {
        state.stacks.put(key, stack);
        file.save(state);
    }

    // A stack that was killed leaves its socket, and bind(2) refuses a name that is there.
    private static void removeSocket(PreparedStack prepared) {
        if (prepared.apiSocket().isPresent()) {
            try {
                Files.deleteIfExists(prepared.apiSocket().get());
            } catch (IOException e) {
                throw new RootlessException(
                        "rootless-files", prepared.apiSocket().get() + " cannot be removed: " + e, e);
            }
        }
    }

    static SavedStack require(SavedState state, String key) {
        SavedStack stack = state.stacks.get(key);
        if (stack == null) {
            throw new IllegalStateException("there is no stack for " + key);
        }
        return stack;
    }

    /** Names the files of a stack; short, since the path of a socket may have 107 bytes only. */
    private static String fileName(String key) {
        return key.length() <= 16 ? key : key.substring(0, 12) + "-" + Integer.toHexString(key.hashCode());
    }
}
