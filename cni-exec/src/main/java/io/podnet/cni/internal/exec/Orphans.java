// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.exec;

import io.podnet.cni.AttachmentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugins that go on although whoever started them was killed. They are known by their environment, and by being run
 * from a plugin directory: a daemon that a plugin left behind on purpose inherits the environment too.
 */
final class Orphans {
    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class.getPackageName());

    private Orphans() {}

    /** Ends all that work on an attachment; the caller knows that nobody alive waits for them. */
    static void end(AttachmentId attachment, List<Path> pluginPath) {
        Set<String> wanted = Set.of("CNI_CONTAINERID=" + attachment.containerId(), "CNI_IFNAME=" + attachment.ifName());
        Set<Path> directories = pluginPath.stream()
                .map(directory -> directory.toAbsolutePath().normalize())
                .collect(Collectors.toSet());
        ProcessHandle.allProcesses()
                .filter(process -> isPlugin(process, directories) && worksOn(process, wanted))
                .forEach(process -> {
                    LOG.warn("ending plugin process {}, left over from an ADD of {}", process.pid(), attachment);
                    ProcessTree.kill(process);
                });
    }

    // A script has its interpreter first.
    private static boolean isPlugin(ProcessHandle process, Set<Path> directories) {
        return read(process, "cmdline").stream()
                .limit(3)
                .filter(argument -> argument.startsWith("/"))
                .map(argument -> Path.of(argument).normalize().getParent())
                .anyMatch(directories::contains);
    }

    private static boolean worksOn(ProcessHandle process, Set<String> wanted) {
        return read(process, "environ").containsAll(wanted);
    }

    // Both files have their strings ended by NUL (proc(5)).
    private static List<String> read(ProcessHandle process, String file) {
        try {
            byte[] content = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), file));
            return Arrays.asList(new String(content, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException e) {
            // It ended, or is somebody else's.
            return List.of();
        }
    }
}
