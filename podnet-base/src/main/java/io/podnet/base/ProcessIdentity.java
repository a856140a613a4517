// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A process, told apart from a later one that got the same process id: by the time at which it started.
 *
 * @param pid the process id
 * @param startTicks when it started, in clock ticks after boot: field 22 of {@code /proc/PID/stat}, proc(5)
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ProcessIdentity(long pid, long startTicks) {
    /** Fields before the start time that follow the command's closing parenthesis. */
    private static final int START_TIME = 19;

    /**
     * Looks at a process.
     *
     * @param pid a process id
     * @return its identity; empty if there is no such process, or it is a zombie
     */
    public static Optional<ProcessIdentity> of(long pid) {
        String stat;
        try {
            // The command may hold any byte; ISO-8859-1 reads them all.
            stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return Optional.empty();
        }
        // The command stands in parentheses and may itself hold blanks and parentheses: count from the last one.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        if (fields.length <= START_TIME || fields[0].equals("Z") || fields[0].equals("X")) {
            return Optional.empty();
        }
        return Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_TIME])));
    }

    /**
     * Looks at the process of this JVM.
     *
     * @return its identity
     */
    public static ProcessIdentity current() {
        return Current.IDENTITY;
    }

    /** Read once: it stays what it is, and the kernel adds up the times of all threads for each reader. */
    private static final class Current {
        static final ProcessIdentity IDENTITY = read(ProcessHandle.current().pid());

        private static ProcessIdentity read(long pid) {
            return of(pid).orElseThrow(() -> new IllegalStateException("/proc/" + pid + "/stat cannot be read"));
        }
    }

    /**
     * Tells whether this very process still runs.
     *
     * @return false if it ended, is a zombie, or its id belongs to another one now
     */
    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }
}
