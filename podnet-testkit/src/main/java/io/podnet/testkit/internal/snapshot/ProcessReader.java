// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import io.podnet.testkit.Facet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All processes that /proc shows, but for the first one and this one. A private host has a process namespace of its own,
 * so whatever else there is was started by a test.
 */
final class ProcessReader implements HostReader {
    @Override
    public void read(Lines lines) throws IOException {
        String self = Long.toString(ProcessHandle.current().pid());
        for (Path process : Proc.numbered(Path.of("/proc"))) {
            String pid = process.getFileName().toString();
            if (!pid.equals("1") && !pid.equals(self)) {
                describe(process).ifPresent(what -> lines.add(Facet.PROCESSES, pid + " " + what));
            }
        }
    }

    private static Optional<String> describe(Path process) {
        return Proc.text(process.resolve("cmdline")).flatMap(command -> {
            // A zombie has no command line any more.
            return command.isEmpty()
                    ? Proc.text(process.resolve("comm")).map(name -> "[" + name + "]")
                    : Optional.of(command.replace('\0', ' ').strip());
        });
    }
}
