// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Finds the file that another resolv.conf has to be mounted over, whatever chain of links leads to it.
 *
 * <p>The walk goes component by component, since directories may be links too (/var/run), and stops below /run: the holder
 * has a /run of its own, so what the links lead to there is for podnet to make.
 */
final class ResolvConfTarget {
    /** The kernel allows 40, path_resolution(7), and podman 255: enough for any that works. */
    private static final int MAX_LINKS = 255;

    private static final Path ROOT = Path.of("/");
    private static final Path RUN = Path.of("/run");

    private final Path root;
    private final Deque<String> ahead = new ArrayDeque<>();
    private Path current = ROOT;

    private ResolvConfTarget(Path root, Path file) {
        this.root = root;
        push(file);
    }

    /** Finds the target below a root directory; empty if there is none, or links go in a circle. */
    static Optional<Path> find(Path root, Path file) {
        try {
            return new ResolvConfTarget(root, file).walk();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Path> walk() throws IOException {
        int links = 0;
        while (!ahead.isEmpty()) {
            Path next = current.resolve(ahead.pop()).normalize();
            if (next.equals(RUN)) {
                Path inRun = rest();
                if (inRun.startsWith(RUN)) {
                    return inRun.equals(RUN) ? Optional.empty() : Optional.of(inRun);
                }
                // /run/../etc: out again.
                current = ROOT;
                push(inRun);
            } else if (Files.isSymbolicLink(onHost(next))) {
                if (++links > MAX_LINKS) {
                    return Optional.empty();
                }
                Path target = Files.readSymbolicLink(onHost(next));
                current = target.isAbsolute() ? ROOT : current;
                push(target);
            } else {
                current = next;
            }
        }
        return Files.isRegularFile(onHost(current), LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(current)
                : Optional.empty();
    }

    private Path rest() {
        Path path = RUN;
        while (!ahead.isEmpty()) {
            path = path.resolve(ahead.pop());
        }
        return path.normalize();
    }

    private Path onHost(Path path) {
        return root.resolve(ROOT.relativize(path));
    }

    private void push(Path path) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            ahead.push(path.getName(i).toString());
        }
    }
}
