// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.exec;

import io.podnet.cni.internal.GoText;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Looks for plugins in directories; texts and rules are those of libcni, which programs match on. */
final class PluginPath {
    private PluginPath() {}

    sealed interface Lookup {}

    record Found(Path executable) implements Lookup {}

    record Missing(String reason) implements Lookup {}

    // The first regular file wins, executable or not: the attempt to run it tells why it cannot be run.
    static Lookup find(String type, List<Path> directories) {
        if (type.isEmpty()) {
            return new Missing("no plugin name provided");
        }
        if (type.indexOf(File.separatorChar) >= 0) {
            return new Missing("invalid plugin name: " + type);
        }
        if (directories.isEmpty()) {
            return new Missing("no paths provided");
        }
        if (type.indexOf('\0') < 0) {
            for (Path directory : directories) {
                Path candidate = directory.resolve(type);
                if (Files.isRegularFile(candidate)) {
                    return new Found(candidate);
                }
            }
        }
        String searched = directories.stream().map(Path::toString).collect(Collectors.joining(" "));
        return new Missing("failed to find plugin " + GoText.quote(type) + " in path [" + searched + "]");
    }
}
