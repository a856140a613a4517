// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

import io.podnet.netns.NetnsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is mounted, as {@code /proc/PID/mountinfo} tells (proc_pid_mountinfo(5)). */
public final class Mounts {
    private Mounts() {}

    /**
     * One line.
     *
     * @param root what of the file system is mounted, such as {@code net:[4026532177]}
     * @param point where
     * @param shared whether it is passed on to other mount namespaces
     * @param type the file system's type
     */
    public record Mount(String root, String point, boolean shared, String type) {
        /** Tells whether it is a pin. */
        public boolean isNetworkNamespace() {
            return type.equals("nsfs") && root.startsWith("net:");
        }

        boolean isIn(String directory) {
            return point.startsWith(directory + "/") && point.indexOf('/', directory.length() + 1) < 0;
        }

        boolean covers(String path) {
            return point.equals("/") || point.equals(path) || path.startsWith(point + "/");
        }

        String name() {
            return point.substring(point.lastIndexOf('/') + 1);
        }
    }

    /** Reads the mounts of a process, in the order in which they were made. */
    public static List<Mount> of(String process) {
        Path file = Path.of("/proc", process, "mountinfo");
        try {
            // Not readString: file names may be bytes of any kind.
            return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new NetnsException("netns-mounts", "cannot read " + file + ": " + e, e);
        }
    }

    /** Lists the pins in a directory of this process, sorted. */
    public static List<Path> pins(Path directory) {
        try {
            return pins(of("thread-self"), directory, directory.toRealPath().toString());
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw Problems.of("cannot look at " + directory, e);
        }
    }

    /** Lists the pins in a directory as another process sees it, sorted; its links are not followed. */
    public static List<Path> pins(long process, Path directory) {
        return pins(of(Long.toString(process)), directory, directory.toString());
    }

    static List<Path> pins(List<Mount> mounts, Path directory, String real) {
        return mounts.stream()
                .filter(mount -> mount.isNetworkNamespace() && mount.isIn(real))
                .map(mount -> directory.resolve(mount.name()))
                .distinct() // a directory that is mounted on itself shows its pins twice
                .sorted()
                .toList();
    }

    /** Tells whether mounts made in a directory of this process are passed on to other mount namespaces. */
    public static boolean isShared(Path directory) {
        try {
            return isShared(of("thread-self"), directory.toRealPath().toString());
        } catch (IOException e) {
            throw Problems.of("cannot look at " + directory, e);
        }
    }

    static boolean isShared(List<Mount> mounts, String directory) {
        boolean shared = false;
        int longest = 0;
        for (Mount mount : mounts) {
            // Later ones cover earlier ones at the same place.
            if (mount.covers(directory) && mount.point().length() >= longest) {
                longest = mount.point().length();
                shared = mount.shared();
            }
        }
        return shared;
    }

    static List<Mount> parse(String text) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            // ID PARENT MAJOR:MINOR ROOT POINT OPTIONS [TAG...] - TYPE SOURCE OPTIONS
            String[] fields = line.split(" ", -1);
            int dash = 6;
            boolean shared = false;
            while (dash < fields.length && !fields[dash].equals("-")) {
                shared |= fields[dash++].startsWith("shared:");
            }
            if (dash + 1 < fields.length) {
                mounts.add(new Mount(unescape(fields[3]), unescape(fields[4]), shared, fields[dash + 1]));
            }
        }
        return mounts;
    }

    /** Turns {@code \040} into a blank, and so on: three octal digits for each byte that would be mistaken. */
    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && text.substring(i + 1).matches("(?s)[0-3][0-7]{2}.*")) {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }
}
