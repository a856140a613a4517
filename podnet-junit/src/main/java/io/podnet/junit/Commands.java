// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import io.podnet.netns.Netns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs commands to their end. */
final class Commands {
    private Commands() {}

    static ExecResult run(Netns netns, List<String> command) {
        try {
            // Files, since reading a pipe cannot be interrupted, and a test that takes too long is.
            Path directory = Files.createTempDirectory("podnet-hosts-");
            Path output = directory.resolve("output");
            Path error = directory.resolve("error");
            try {
                Process process = netns.start(new ProcessBuilder(command)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(error.toFile()));
                int status = await(process, command);
                return new ExecResult(command, status, Files.readString(output), Files.readString(error));
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(error);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new HostsException("hosts-exec", "cannot run " + command, e);
        }
    }

    private static int await(Process process, List<String> command) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new HostsException("hosts-interrupted", "interrupted while " + command + " ran", e);
        }
    }
}
