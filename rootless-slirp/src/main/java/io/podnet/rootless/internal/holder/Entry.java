// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The way into a holder's namespaces from this JVM, which may be in some of them already: setns(2) refuses to enter the
 * user namespace one is in.
 *
 * @param holder the holder's process id
 * @param user whether its user namespace has to be entered
 * @param mount whether its mount namespace has to be entered
 */
record Entry(long holder, boolean user, boolean mount) {
    static Entry of(long holder) {
        return new Entry(holder, differs(holder, "user"), differs(holder, "mnt"));
    }

    private static boolean differs(long holder, String namespace) {
        return !link(Long.toString(holder), namespace).equals(link("self", namespace));
    }

    /** Names a namespace of a process, such as {@code net:[4026531840]}; empty if that cannot be known. */
    static String link(String process, String namespace) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", process, "ns", namespace))
                    .toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** What comes before a command that is to run in the holder. */
    List<String> command() {
        return prefix(true);
    }

    /** What comes before a command that is to run in the holder, but in a network namespace pinned there. */
    List<String> command(Path netns) {
        List<String> words = new ArrayList<>(user || mount ? prefix(false) : List.of());
        words.addAll(List.of("nsenter", "--net=" + netns, "--"));
        return words;
    }

    private List<String> prefix(boolean network) {
        List<String> words = new ArrayList<>(List.of("nsenter", "-t", Long.toString(holder)));
        if (user) {
            words.add("-U");
        }
        if (network) {
            words.add("-n");
        }
        if (mount) {
            words.add("-m");
        }
        words.addAll(List.of("--preserve-credentials", "--"));
        return List.copyOf(words);
    }

    /** The process whose user namespace a child has to enter; empty if this JVM is in it. */
    OptionalLong userNamespace() {
        return user ? OptionalLong.of(holder) : OptionalLong.empty();
    }

    /** Turns a path in the holder's mount namespace into one that leads there from here. */
    Path reachable(Path path) {
        return Path.of("/proc/" + holder + "/root").resolve(Path.of("/").relativize(path));
    }

    /** The holder's own network namespace, as a path. */
    Path netns() {
        return Path.of("/proc/" + holder + "/ns/net");
    }
}
