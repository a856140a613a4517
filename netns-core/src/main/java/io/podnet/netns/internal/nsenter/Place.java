// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal.nsenter;

import io.podnet.base.ProcessIdentity;
import io.podnet.netns.NetnsException;
import io.podnet.netns.Scope;
import io.podnet.netns.internal.HostThread;
import io.podnet.netns.internal.Mounts;
import io.podnet.netns.internal.Programs;
import io.podnet.netns.internal.ToolRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where commands run.
 *
 * @param holder the process whose user, mount and network namespaces they run in; empty for this JVM's own
 */
record Place(Optional<ProcessIdentity> holder) {
    static Place of(Scope scope) {
        return scope instanceof Scope.Holder other
                ? new Place(Optional.of(other.process()))
                : new Place(Optional.empty());
    }

    boolean isHere() {
        return holder.isEmpty();
    }

    /** What to put before a command so that it runs in this place, in a namespace that a process is in. */
    List<String> prefix(long process) {
        return isHere()
                ? List.of(nsenter(), "--net=/proc/" + process + "/ns/net", "--")
                : List.of(
                        nsenter(), "--target=" + process, "--user", "--mount", "--net", "--preserve-credentials", "--");
    }

    /** What to put before a command so that it runs in this place. */
    List<String> prefix() {
        return holder.map(process -> {
                    if (!process.isAlive()) {
                        throw new NetnsException(
                                "netns-holder-gone", "the holder process " + process.pid() + " is gone");
                    }
                    return prefix(process.pid());
                })
                .orElse(List.of());
    }

    static String nsenter() {
        return Programs.tool("nsenter", "util-linux");
    }

    /** A path of this place, as this JVM can look at it. */
    Path look(Path path) {
        return holder.map(process -> Path.of("/proc/" + process.pid() + "/root" + path))
                .orElse(path);
    }

    List<Path> pins(Path directory) {
        return holder.map(process -> Mounts.pins(process.pid(), directory)).orElseGet(() -> Mounts.pins(directory));
    }

    /** Runs a script of ours behind a prefix, with a pin and its directory as arguments. */
    static ToolRun script(HostThread host, List<String> prefix, String name, Path pin) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("sh", "-c", read(name), name));
        command.add(Objects.requireNonNull(pin.getParent(), "a pin lies in a directory")
                .toString());
        command.add(pin.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        // Messages are compared.
        builder.environment().put("LC_ALL", "C");
        return ToolRun.await(List.of(name, pin.toString()), host.start(builder));
    }

    private static String read(String name) {
        try (InputStream script = Place.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(script, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
