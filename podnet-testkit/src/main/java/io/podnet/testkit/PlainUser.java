// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * A user without privileges, with subordinate ids for user namespaces (subuid(5)), a home directory and a runtime
 * directory; on a {@linkplain PrivateHost private host} only, whose {@code /etc} and {@code /run} vanish with it.
 *
 * @param name the login name
 * @param id user id and group id
 * @param home the home directory
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PlainUser(String name, int id, Path home) {
    private static final int SUBORDINATE_IDS = 65_536;

    /**
     * Adds a user to the private host.
     *
     * @param name the login name
     * @param id user id and group id, from 1000 to 9999
     * @return the user
     * @throws IllegalStateException if this is no private host
     * @throws IOException if a file cannot be written
     */
    public static PlainUser create(String name, int id) throws IOException {
        if (!PrivateHost.isHere()) {
            throw new IllegalStateException("users are added on a private host only, and this is none");
        }
        PlainUser user = new PlainUser(name, id, Path.of("/run/home", name));
        append("passwd", name + ":x:" + id + ":" + id + "::" + user.home + ":/bin/sh");
        append("group", name + ":x:" + id + ":");
        String range = name + ":" + id * 100_000L + ":" + SUBORDINATE_IDS;
        append("subuid", range);
        append("subgid", range);
        Files.createDirectories(user.home.getParent());
        Files.createDirectories(user.runtimeDirectory().getParent());
        user.own(user.home);
        user.own(user.runtimeDirectory());
        return user;
    }

    /**
     * Tells where its programs keep what ends with its session, {@code XDG_RUNTIME_DIR}.
     *
     * @return the directory
     */
    public Path runtimeDirectory() {
        return Path.of("/run/user", Integer.toString(id));
    }

    /** What to put before a command, so that it runs as this user. */
    List<String> becoming() {
        return List.of("setpriv", "--reuid", name, "--regid", name, "--init-groups", "--");
    }

    /** What a login sets. */
    Map<String, String> environment() {
        return Map.of(
                "HOME",
                home.toString(),
                "USER",
                name,
                "LOGNAME",
                name,
                "XDG_RUNTIME_DIR",
                runtimeDirectory().toString());
    }

    private void own(Path directory) throws IOException {
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.setAttribute(directory, "unix:uid", id);
        Files.setAttribute(directory, "unix:gid", id);
    }

    private static void append(String file, String line) throws IOException {
        Path path = Path.of("/etc", file);
        Files.writeString(path, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
