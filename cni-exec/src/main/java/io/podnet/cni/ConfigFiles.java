// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds configuration files as libcni does: by extension, not below, in the order of their names' bytes. */
final class ConfigFiles {
    static final Set<String> LISTS = Set.of(".conflist");
    static final Set<String> SINGLES = Set.of(".conf", ".json");
    static final Set<String> ALL = Set.of(".conflist", ".conf", ".json");

    private static final Set<String> DROP_INS = Set.of(".conf");

    private ConfigFiles() {}

    /** Lists the files of a directory; none if it does not exist. */
    static List<Path> in(Path directory, Set<String> extensions) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (extensions.contains(extension(entry)) && isFile(entry)) {
                    files.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw ConfigSource.unreadable(directory, e);
        }
        // On Unix, paths compare by their bytes.
        files.sort(null);
        return files;
    }

    // Neither what would be read for ever, such as a pipe, nor what is masked by a link to /dev/null.
    private static boolean isFile(Path entry) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
            return !attributes.isDirectory() && !attributes.isOther();
        } catch (IOException e) {
            // Reading it will tell.
            return true;
        }
    }

    /** Lists the files with more plugins of a network: {@code NAME/*.conf} beside its own file. */
    static List<Path> dropIns(Path file, String network) {
        Path directory = file.toAbsolutePath().getParent();
        try {
            CniNames.checkNetworkName(network);
        } catch (CniException e) {
            // Its ADD will be refused; until then, a name such as ".." must not lead elsewhere.
            return List.of();
        }
        return directory == null ? List.of() : in(directory.resolve(network), DROP_INS);
    }

    /** Gives a name's end from its last dot on, as Go's filepath.Ext does: all of {@code .conf}. */
    static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }
}
