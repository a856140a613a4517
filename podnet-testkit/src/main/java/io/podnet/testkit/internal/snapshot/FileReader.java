// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import io.podnet.testkit.Facet;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Files in the places where podnet, CNI plugins, iproute2 and rootless stacks keep what they know. */
final class FileReader implements HostReader {
    private static final List<Path> DIRECTORIES = List.of(
            Path.of("/run"), Path.of("/tmp"), Path.of("/var/lib/cni"), Path.of("/var/lib/podnet"), Path.of("/etc/cni"));

    @Override
    public void read(Lines lines) throws IOException {
        for (Path directory : DIRECTORIES) {
            if (Files.isDirectory(directory)) {
                readDirectory(directory, device(directory), lines);
            }
        }
    }

    private static void readDirectory(Path directory, long device, Lines lines) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                boolean inner = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
                lines.add(Facet.FILES, inner ? entry + "/" : entry.toString());
                // Another file system is a mount; what it holds is not kept here.
                if (inner && device(entry) == device) {
                    readDirectory(entry, device, lines);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException e) {
            // It went while we looked.
        }
    }

    private static long device(Path path) throws IOException {
        return (Long) Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
    }
}
