// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.internal.Host;
import io.podnet.api.internal.process.PodProcesses;
import io.podnet.api.internal.record.NetnsPlace;
import io.podnet.api.internal.record.PodRecord;
import io.podnet.api.internal.record.Sandbox;
import io.podnet.base.ProcessIdentity;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts processes inside a pod. */
final class Inside {
    /**
     * Mounts the pod's files over the host's, where the host has them, and becomes the command. The shell's own words go
     * before: a command may contain anything.
     */
    private static final String SCRIPT = """
            for file in resolv.conf hosts; do
              [ ! -e "/etc/$file" ] || mount --bind "$1/$file" "/etc/$file" || exit 125
            done
            shift
            exec "$@\"""";

    private final Host host;
    private final Places places;

    Inside(Host host, Places places) {
        this.host = host;
        this.places = places;
    }

    /** Starts a process in a pod that runs and whose lock the caller holds. */
    Process start(PodRecord pod, ProcessBuilder command) {
        Sandbox sandbox = pod.sandbox().orElseThrow();
        PodProcesses.mark(command.environment(), pod.id());
        ProcessBuilder prepared = withNames(pod, sandbox, command);
        Process process = isOurs(sandbox) ? startHere(prepared) : enter(pod, prepared);
        // It may have ended already.
        Optional<ProcessIdentity> identity = ProcessIdentity.of(process.pid());
        if (identity.isPresent()) {
            host.records().note(pod.with(sandbox.with(identity.get())));
        }
        return process;
    }

    // Whoever starts where it is to be has nothing to enter, and nobody could see when it has entered.
    private boolean isOurs(Sandbox sandbox) {
        if (!(sandbox.netns() instanceof NetnsPlace.Joined joined)) {
            return sandbox.netns() instanceof NetnsPlace.OfHost;
        }
        try {
            return Files.isSameFile(joined.file(), Path.of("/proc/thread-self/ns/net"));
        } catch (IOException e) {
            return false;
        }
    }

    private Process enter(PodRecord pod, ProcessBuilder command) {
        try (Netns netns = places.open(pod)) {
            return netns.start(command);
        }
    }

    private static Process startHere(ProcessBuilder command) {
        try {
            return command.start();
        } catch (IOException e) {
            throw new NetnsNotFoundException(String.valueOf(e.getMessage()), e);
        }
    }

    // In a mount namespace of the command's own; slave, so that what is unmounted on the host does not stay mounted
    // there.
    private ProcessBuilder withNames(PodRecord pod, Sandbox sandbox, ProcessBuilder command) {
        Path files =
                host.nameFiles().of(sandbox.netns() instanceof NetnsPlace.Shared shared ? shared.owner() : pod.id());
        if (!Files.isDirectory(files)) {
            return command;
        }
        List<String> words = command.command();
        require(words.get(0), command);
        List<String> wrapped = new ArrayList<>(List.of(
                "unshare", "--mount", "--propagation", "slave", "--", "sh", "-c", SCRIPT, "podnet", files.toString()));
        wrapped.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(wrapped)
                .directory(command.directory())
                .redirectInput(command.redirectInput())
                .redirectOutput(command.redirectOutput())
                .redirectError(command.redirectError())
                .redirectErrorStream(command.redirectErrorStream());
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        return builder;
    }

    // The shell would find out too late for an exception.
    private static void require(String program, ProcessBuilder command) {
        Path here = Path.of(
                        command.directory() == null ? "" : command.directory().getPath())
                .toAbsolutePath();
        boolean found = program.contains("/")
                ? isProgram(here.resolve(program))
                : List.of(command.environment()
                                .getOrDefault("PATH", "/usr/bin:/bin")
                                .split(":"))
                        .stream()
                        .anyMatch(each -> isProgram(here.resolve(each).resolve(program)));
        if (!found) {
            throw new NetnsNotFoundException("cannot run \"" + program + "\": no such program", null);
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
