// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.rootless.internal.process.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the holder mounts for itself, in order: a /run and a /var/lib/cni of its own, which plugins can write to, with the
 * user's runtime directory and /run/systemd kept, and a resolv.conf that asks the stack.
 *
 * @param steps words for {@link HolderScript#FURNISH}: a verb, and one or two paths, again and again
 * @param resolvConf what the resolv.conf is mounted over; empty if the host has none
 */
record MountPlan(List<String> steps, Optional<Path> resolvConf) {
    private static final Path ROOT = Path.of("/");
    private static final Path RUN = Path.of("/run");
    private static final Path SYSTEMD = Path.of("/run/systemd");
    private static final Path VAR = Path.of("/var");
    private static final Path CNI = Path.of("/var/lib/cni");

    MountPlan {
        steps = List.copyOf(steps);
    }

    /**
     * Makes the plan, and the directories and files that it mounts from or over.
     *
     * @param layout where they lie
     * @param keep directories of the user's that have to be seen in the holder too
     * @param root the host's root directory
     */
    static MountPlan prepare(Layout layout, List<Path> keep, Path root) throws IOException {
        Directories.createPrivate(layout.inRun(Layout.PINS));
        List<String> steps = new ArrayList<>();
        Optional<Path> target = ResolvConfTarget.find(root, Path.of("/etc/resolv.conf"));

        for (Path directory : keep) {
            if (directory.startsWith(RUN) && !directory.equals(RUN)) {
                add(steps, "rbind", directory, Directories.createPrivate(layout.inRun(directory)));
            }
        }
        keepSystemd(layout, root, target.filter(path -> path.startsWith(SYSTEMD)), steps);
        mountCni(layout, root, steps);
        if (target.isPresent() && target.get().startsWith(RUN) && !target.get().startsWith(SYSTEMD)) {
            touch(layout.inRun(target.get()));
        }
        add(steps, "rbind", layout.run(), RUN);
        target.ifPresent(path -> add(steps, "bind", layout.resolvConf(), path));
        touch(layout.inRun(Layout.HOLDER_NETNS));
        add(steps, "bind", Path.of("/proc/self/ns/net"), Layout.HOLDER_NETNS);
        return new MountPlan(steps, target);
    }

    // Many files are links into it, for example /dev/log.
    private static void keepSystemd(Layout layout, Path root, Optional<Path> resolvConf, List<String> steps)
            throws IOException {
        // A link that leads nowhere yet: its directory can only be made where nothing of the host's is mounted.
        boolean keep =
                isDirectory(root, SYSTEMD) && (resolvConf.isEmpty() || isDirectory(root, parent(resolvConf.get())));
        Path place = Directories.createPrivate(layout.inRun(SYSTEMD));
        if (keep) {
            add(steps, "rbind", SYSTEMD, place);
        }
        if (resolvConf.isPresent()) {
            Path file = layout.inRun(resolvConf.get());
            if (keep) {
                // systemd-resolved replaces its files by renaming over them, and a file that is renamed over loses its
                // mounts (podman issue 10929): a directory of our own stays. It hides resolved's socket too.
                add(steps, "tmpfs", parent(file));
                add(steps, "touch", file);
            } else {
                touch(file);
            }
        }
    }

    // Only as much of /var as needed is hidden: /var/lib/cni, or the nearest directory above it that the host has.
    private static void mountCni(Layout layout, Path root, List<String> steps) throws IOException {
        Path place = CNI;
        while (!isDirectory(root, place)) {
            place = parent(place);
        }
        if (!place.startsWith(VAR)) {
            return;
        }
        Directories.createPrivate(layout.var().resolve(VAR.relativize(CNI)));
        add(steps, "bind", layout.var().resolve(VAR.relativize(place)).normalize(), place);
    }

    private static boolean isDirectory(Path root, Path path) {
        return Files.isDirectory(root.resolve(ROOT.relativize(path)));
    }

    private static void touch(Path file) throws IOException {
        Directories.createPrivate(parent(file));
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
    }

    private static Path parent(Path path) {
        return path.resolve("..").normalize();
    }

    private static void add(List<String> steps, String verb, Path... paths) {
        steps.add(verb);
        for (Path path : paths) {
            steps.add(path.toString());
        }
    }
}
