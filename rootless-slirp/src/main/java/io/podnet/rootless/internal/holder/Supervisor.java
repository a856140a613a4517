// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.base.FileLocks;
import io.podnet.rootless.internal.process.Directories;
import io.podnet.rootless.internal.process.HelperLog;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over a rootless namespace and repairs what breaks. Of all JVMs of a user that have one, the one that holds the
 * lock does the work; when it ends, the next takes over.
 */
public final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class.getPackageName());

    // New connections shall work within a second of a stack's death, of which its start may take all on a busy host.
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** What costs more than a glance is done once in so many of them. */
    private static final int GLANCES = 10;

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

    private final Keeper keeper;
    private final Thread thread;
    private final Vigil vigil;
    private FileLocks.@Nullable Held lock;
    private int glances;

    private Supervisor(Keeper keeper) {
        this.keeper = keeper;
        this.vigil = keeper.vigil();
        thread = new Thread(this::run, "podnet-rootless-supervisor");
        thread.setDaemon(true);
    }

    /** Starts to watch. */
    public static Supervisor start(Keeper keeper) {
        Supervisor supervisor = new Supervisor(keeper);
        supervisor.thread.start();
        return supervisor;
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                Thread.sleep(watch().toMillis());
            }
        } catch (InterruptedException e) {
            LOG.trace("the supervisor ends");
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }

    private Duration watch() {
        try {
            boolean thorough = glances++ % GLANCES == 0;
            if (lock == null && thorough) {
                Directories.createPrivate(keeper.layout().directory());
                lock = FileLocks.tryExclusive(keeper.layout().supervisorLock()).orElse(null);
            }
            if (lock != null && (vigil.seesDeath() || (thorough && vigil.seesBreakage()))) {
                keeper.repair();
                if (vigil.seesDeath()) {
                    // Its holder has gone with all that was in it: the next command makes another one.
                    return PAUSE_AFTER_FAILURE;
                }
            }
            if (lock != null && thorough) {
                HelperLog.trim(keeper.layout().helpers());
            }
            return PAUSE;
        } catch (IOException | RuntimeException e) {
            LOG.warn("the rootless network cannot be repaired, trying again", e);
            return PAUSE_AFTER_FAILURE;
        }
    }

    /** Stops to watch; waits for a repair that is going on. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
