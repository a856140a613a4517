// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the processes in the mount namespace of a user's holder, by the mark in its /run. */
final class Members {
    private Members() {}

    /**
     * A process in the mount namespace of a holder.
     *
     * @param process the process
     * @param id the id of the network, as the mark says
     * @param pins how many network namespaces are pinned in its mount namespace
     */
    record Member(ProcessIdentity process, String id, long pins) {
        long pid() {
            return process.pid();
        }

        String network() {
            return Entry.link(Long.toString(pid()), "net");
        }
    }

    /**
     * Lists them all, this JVM left out. Commands in pods have copies of the holder's mount namespace: a copy that was made
     * of a copy does not see all pins, so those that see the most come first.
     */
    static List<Member> find(Layout layout) {
        List<Member> members = new ArrayList<>();
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                Optional<String> id = pid == self ? Optional.empty() : id(pid, layout);
                id.ifPresent(value -> ProcessIdentity.of(pid)
                        .ifPresent(identity -> members.add(new Member(identity, value, pins(pid)))));
            }
        } catch (IOException e) {
            // A /proc that cannot be listed shows nobody.
        }
        members.sort(Comparator.comparingLong(Member::pins).reversed());
        return members;
    }

    // proc(5): the type of the file system follows a dash.
    private static long pins(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/mountinfo"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.contains(" - nsfs "))
                    .count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Finds a process that is in a user namespace, in whatever other namespaces it is; this JVM's own is none. */
    static Optional<Long> inUserNamespace(String userNamespace) {
        if (userNamespace.isEmpty() || userNamespace.equals(Entry.link("self", "user"))) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> Entry.link(Long.toString(pid), "user").equals(userNamespace))
                .findFirst();
    }

    /** Reads the mark that a process sees; empty if it sees none, or that of another directory. */
    static Optional<String> id(long pid, Layout layout) {
        try {
            Path mark = Path.of("/proc/" + pid + "/root").resolve(Path.of("/").relativize(Layout.HOLDER_MARK));
            String[] words = Files.readString(mark).strip().split(" ", 2);
            return words.length == 2 && words[1].equals(layout.home().toString())
                    ? Optional.of(words[0])
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static String mark(String id, Layout layout) {
        return id + " " + layout.home() + "\n";
    }
}
