// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import io.podnet.testkit.Facet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Java threads, and any thread of the process, the JVM's own included, that is in another namespace than the process
 * itself: whatever started there would keep that namespace alive, or run there by mistake.
 */
final class ThreadReader implements HostReader {
    /** Names of threads that stay because they are shared by the whole JVM or belong to the test run. */
    private static final List<String> SHARED = List.of(
            "process reaper", // waits for children, and a minute for the next
            "ForkJoinPool.commonPool-worker-",
            "CompletableFutureDelayScheduler",
            "Common-Cleaner",
            "Cleaner-0", // jnr-ffi keeps one
            "Attach Listener",
            "VirtualThread-unparker",
            "junit-", // watches for timeouts
            "surefire-");

    @Override
    public void read(Lines lines) throws IOException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (SHARED.stream().noneMatch(thread.getName()::startsWith)) {
                lines.add(
                        Facet.THREADS,
                        "\"" + thread.getName() + "\" " + thread.getClass().getName());
            }
        }
        for (Path task : Proc.numbered(Proc.SELF.resolve("task"))) {
            for (String kind : List.of("net", "mnt", "user")) {
                Optional<String> here = Proc.link(Proc.SELF.resolve("ns").resolve(kind));
                Optional<String> there = Proc.link(task.resolve("ns").resolve(kind));
                if (there.isPresent() && !there.equals(here)) {
                    String name = Proc.text(task.resolve("comm")).orElse("?");
                    lines.add(Facet.THREADS, "task " + task.getFileName() + " " + name + " is in " + there.get());
                }
            }
        }
    }
}
