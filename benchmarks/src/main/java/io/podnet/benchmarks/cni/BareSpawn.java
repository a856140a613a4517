// SPDX-License-Identifier: Apache-2.0
package io.podnet.benchmarks.cni;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * What nobody can do without who runs a plugin from Java: the spawn, its input and output, and the two synced writes of a
 * file that ADD makes so that a crash leaves nothing behind.
 */
final class BareSpawn {
    private final String executable;
    private final byte[] stdin;
    private final byte[] entry;
    private final Path directory;

    BareSpawn(Path executable, byte[] stdin, byte[] entry, Path directory) {
        this.executable = executable.toString();
        this.stdin = stdin;
        this.entry = entry;
        this.directory = directory;
    }

    byte[] run(String name) throws IOException, InterruptedException {
        Path file = directory.resolve(name);
        write(file);
        byte[] answer = spawn(name);
        write(file);
        return answer;
    }

    private byte[] spawn(String name) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(executable);
        builder.environment()
                .putAll(Map.of(
                        "CNI_COMMAND", "ADD",
                        "CNI_CONTAINERID", name,
                        "CNI_NETNS", "/proc/self/ns/net",
                        "CNI_IFNAME", "eth0",
                        "CNI_ARGS", "",
                        "CNI_PATH", "/usr/lib/cni"));
        Process process = builder.start();
        try (OutputStream out = process.getOutputStream()) {
            out.write(stdin);
        }
        byte[] answer = process.getInputStream().readAllBytes();
        byte[] complaint = process.getErrorStream().readAllBytes();
        if (process.waitFor() != 0 || complaint.length > 0) {
            throw new IOException(executable + " failed");
        }
        return answer;
    }

    private void write(Path file) throws IOException {
        Path temporary = directory.resolve("." + file.getFileName());
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(entry));
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
