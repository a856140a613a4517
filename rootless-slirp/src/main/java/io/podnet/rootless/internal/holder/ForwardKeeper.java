// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.Failures;
import io.podnet.base.PortMapping;
import io.podnet.base.ProcessIdentity;
import io.podnet.rootless.RootlessException;
import io.podnet.rootless.internal.process.Directories;
import io.podnet.rootless.internal.process.Helper;
import io.podnet.rootless.internal.process.Processes;
import io.podnet.rootless.spi.Forward;
import io.podnet.rootless.spi.ForwardScope;
import io.podnet.rootless.spi.ForwardTarget;
import io.podnet.rootless.spi.HelperCommand;
import io.podnet.rootless.spi.Helpers;
import io.podnet.rootless.spi.PortForwarder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the published ports: what is on disk is what handlers are told to serve. */
final class ForwardKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardKeeper.class.getPackageName());
    // One that dies is noticed at once; a busy machine may need long for one that lives.
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Layout layout;
    private final StateFile file;
    private final List<PortForwarder> handlers;

    ForwardKeeper(Layout layout, StateFile file, List<PortForwarder> handlers) {
        this.layout = layout;
        this.file = file;
        this.handlers = handlers;
    }

    /** Publishes exactly these ports of a pod from now on, or leaves everything as it was. */
    List<SavedForward> set(SavedState state, ForwardTarget target, List<PortMapping> ports, String wish) {
        String key = state.stacks.containsKey(target.owner()) ? target.owner() : SavedState.SHARED;
        SavedStack stack = StackKeeper.require(state, key);
        String handler = wish.isEmpty() ? stack.facts().portHandler() : wish;
        List<SavedForward> before = of(state, target.owner());
        List<SavedForward> others = new ArrayList<>(state.forwards);
        others.removeAll(before);
        List<SavedForward> after =
                new ForwardPlanner(handlers, handler).plan(ports, target, scope(state, key, handler), key, others);
        replace(state, target.owner(), after);
        try {
            Map<Forward, RootlessException> failed = reconcile(state, key);
            failed.keySet().removeIf(each -> !each.target().owner().equals(target.owner()));
            throwFirst(failed.values().stream().toList());
            return after;
        } catch (RuntimeException e) {
            replace(state, target.owner(), before);
            try {
                reconcile(state, key);
            } catch (RuntimeException undo) {
                e.addSuppressed(undo);
            }
            throw e;
        }
    }

    private static void throwFirst(List<RootlessException> failures) {
        if (!failures.isEmpty()) {
            RootlessException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private void replace(SavedState state, String owner, List<SavedForward> forwards) {
        state.forwards.removeIf(each -> each.owner().equals(owner));
        state.forwards.addAll(forwards);
        file.save(state);
    }

    static List<SavedForward> of(SavedState state, String owner) {
        return state.forwards.stream()
                .filter(each -> each.owner().equals(owner))
                .toList();
    }

    /** Tells every handler what it shall serve through a stack; gives what could not be served. */
    Map<Forward, RootlessException> reconcile(SavedState state, String key) {
        Map<Forward, RootlessException> failed = new LinkedHashMap<>();
        for (PortForwarder handler : handlers) {
            Set<Forward> wanted = state.forwards.stream()
                    .filter(each -> each.scope().equals(key) && each.handler().equals(handler.name()))
                    .map(SavedForward::toForward)
                    .collect(Collectors.toSet());
            failed.putAll(handler.reconcile(scope(state, key, handler.name()), wanted));
        }
        return failed;
    }

    private ForwardScope scope(SavedState state, String key, String handler) {
        SavedStack stack = StackKeeper.require(state, key);
        Entry entry = state.entry();
        Path directory = directory(key);
        try {
            Directories.createPrivate(directory);
        } catch (IOException e) {
            throw new RootlessException("rootless-files", directory + " cannot be made: " + e, e);
        }
        String socket = stack.facts().apiSocket();
        return new ForwardScope(
                stack.name(),
                key.equals(SavedState.SHARED),
                socket.isEmpty() ? Optional.empty() : Optional.of(Path.of(socket)),
                stack.facts().hostLoopback(),
                stack.ports().stream().map(PortMapping::parse).toList(),
                entry.userNamespace(),
                entry.mount() ? entry.reachable(Path.of("/")) : Path.of("/"),
                directory,
                new RecordedHelpers(state, key + "/" + handler + "/"));
    }

    // A short name, since handlers put sockets there.
    private Path directory(String key) {
        return layout.helpers().resolve("s" + Integer.toHexString(key.hashCode()));
    }

    /** Processes of one handler in one scope, by the record. */
    private final class RecordedHelpers implements Helpers {
        private final SavedState state;
        private final String prefix;

        RecordedHelpers(SavedState state, String prefix) {
            this.state = state;
            this.prefix = prefix;
        }

        @Override
        public Map<String, Set<String>> running() {
            Map<String, Set<String>> running = new TreeMap<>();
            state.helpers.forEach((key, helper) -> {
                if (key.startsWith(prefix) && helper.process().isAlive()) {
                    running.put(key.substring(prefix.length()), helper.purpose());
                }
            });
            return running;
        }

        @Override
        public void start(String key, HelperCommand command, Set<String> purpose) {
            stop(key);
            try {
                Helper.start(command, layout.home(), layout.log(key), LIMIT, process -> record(key, process, purpose));
            } catch (RuntimeException e) {
                forget(key);
                throw e;
            }
        }

        private void record(String key, ProcessIdentity process, Set<String> purpose) {
            state.helpers.put(prefix + key, new SavedHelper(process, purpose));
            file.save(state);
        }

        @Override
        public void stop(String key) {
            SavedHelper helper = state.helpers.get(prefix + key);
            if (helper != null) {
                Processes.stop(helper.process());
                forget(key);
            }
        }

        private void forget(String key) {
            state.helpers.remove(prefix + key);
            file.save(state);
            try {
                Files.deleteIfExists(layout.log(key));
            } catch (IOException e) {
                throw new RootlessException("rootless-files", layout.log(key) + " cannot be removed: " + e, e);
            }
        }
    }

    /** Takes all ports of a pod back. A stack that does not answer is told by the next command, which repairs it. */
    void clear(SavedState state, String owner) {
        Set<String> scopes = of(state, owner).stream().map(SavedForward::scope).collect(Collectors.toSet());
        replace(state, owner, List.of());
        for (String scope : scopes) {
            try {
                reconcile(state, scope);
            } catch (RootlessException e) {
                LOG.debug("ports of pod {} are taken back later", owner, e);
            }
        }
    }

    /** Forgets all ports that were published through a stack, which is about to end, and stops the handlers' processes. */
    void remove(SavedState state, String key) {
        state.forwards.removeIf(each -> each.scope().equals(key));
        file.save(state);
        Failures failures = new Failures();
        for (String helper : List.copyOf(state.helpers.keySet())) {
            if (helper.startsWith(key + "/")) {
                failures.attempt(() -> stop(state, helper));
            }
        }
        failures.attempt(() -> removeDirectory(key));
        failures.throwIfAny();
    }

    private void stop(SavedState state, String helper) {
        String[] parts = helper.split("/", 3);
        new RecordedHelpers(state, parts[0] + "/" + parts[1] + "/").stop(parts[2]);
    }

    private void removeDirectory(String key) {
        try {
            Directories.remove(directory(key));
        } catch (IOException e) {
            throw new RootlessException("rootless-files", directory(key) + " cannot be removed: " + e, e);
        }
    }
}
