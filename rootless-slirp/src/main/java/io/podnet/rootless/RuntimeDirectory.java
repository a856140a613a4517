// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless;

import io.podnet.rootless.internal.process.Credentials;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory for a user's files that need not outlive a reboot: {@code XDG_RUNTIME_DIR}, else {@code /run/user/UID},
 * else {@code /tmp/podnet-run-UID}, which is made. Nobody else can write to it, or it is not taken.
 *
 * @param path the directory, all symbolic links resolved
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record RuntimeDirectory(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeDirectory.class.getPackageName());
    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");

    /**
     * Finds the directory of the user who runs this JVM; makes the last of the three if it has to.
     *
     * @return the directory
     * @throws RootlessException if {@code XDG_RUNTIME_DIR} names a directory of somebody else, or the last of the three
     *     is somebody else's
     */
    public static RuntimeDirectory find() {
        return find(System.getenv(), Credentials.effectiveUserId(), Path.of("/"));
    }

    static RuntimeDirectory find(Map<String, String> environment, long userId, Path root) {
        String named = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        try {
            if (!named.isEmpty()) {
                Path directory = Path.of(named);
                if (!directory.isAbsolute()) {
                    throw refused("XDG_RUNTIME_DIR \"" + named + "\" is no absolute path");
                }
                if (Files.exists(directory)) {
                    String fault = fault(directory, userId);
                    if (!fault.isEmpty()) {
                        // su and sudo without -i keep the variable of the user they were called by.
                        throw refused("XDG_RUNTIME_DIR \"" + named + "\" " + fault
                                + "; unset it, or log in as the user instead of switching by su or sudo");
                    }
                    return new RuntimeDirectory(directory.toRealPath());
                }
                LOG.warn("XDG_RUNTIME_DIR {} is not there, going on without it", named);
            }
            Path session = root.resolve("run/user/" + userId);
            if (Files.isDirectory(session) && fault(session, userId).isEmpty()) {
                return new RuntimeDirectory(session.toRealPath());
            }
            return new RuntimeDirectory(own(root.resolve("tmp/podnet-run-" + userId), userId));
        } catch (IOException e) {
            throw new RootlessException(
                    "rootless-runtime-directory", "no runtime directory for user " + userId + ": " + e, e);
        }
    }

    private static Path own(Path directory, long userId) throws IOException {
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OURS_ALONE));
        } catch (FileAlreadyExistsException e) {
            // Anybody can make a directory or a link of this name in /tmp: it has to be a directory, ours, and closed.
            if (Files.isSymbolicLink(directory) || !Files.isDirectory(directory)) {
                throw refused(directory + " is no directory; remove it or set XDG_RUNTIME_DIR");
            }
            String fault = fault(directory, userId);
            if (fault.isEmpty() && !OURS_ALONE.equals(Files.getPosixFilePermissions(directory))) {
                fault = "is open to others, its mode must be 0700";
            }
            if (!fault.isEmpty()) {
                throw refused(directory + " " + fault + "; remove it or set XDG_RUNTIME_DIR");
            }
        }
        return directory.toRealPath();
    }

    private static String fault(Path directory, long userId) throws IOException {
        if (!Files.isDirectory(directory)) {
            return "is no directory";
        }
        long owner = ((Number) Files.getAttribute(directory.toRealPath(), "unix:uid", LinkOption.NOFOLLOW_LINKS))
                .longValue();
        if (owner != userId) {
            return "belongs to user " + owner + ", not to user " + userId;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            return "can be written to by others";
        }
        return "";
    }

    private static RootlessException refused(String why) {
        return new RootlessException("rootless-runtime-directory", why);
    }
}
