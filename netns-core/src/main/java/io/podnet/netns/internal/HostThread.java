package io.podnet.netns.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A thread in the namespace that the JVM was born in, for work that must not be done on a thread inside another one: what
 * {@link ProcessBuilder#start()} starts is born where its caller is, and so is the JVM's own "process reaper", which stays
 * for a minute and would keep the namespace alive.
 */
public final class HostThread {
    private static @Nullable ExecutorService executor;

    private HostThread() {}

    /** Starts the thread, unless it runs: as early as possible, while the caller is not inside a namespace yet. */
    public static synchronized ExecutorService start() {
        ExecutorService running = executor;
        if (running == null) {
            if (!NsFs.isHostThread()) {
                throw new IllegalStateException("Namespaces must first be opened outside of other namespaces; "
                        + Thread.currentThread() + " is inside one");
            }
            running = Executors.newSingleThreadExecutor(HostThread::daemon);
            // Born now and by this thread, not by the one that happens to need it first.
            running.execute(() -> {});
            executor = running;
        }
        return running;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(null, work, "podnet-host", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    /** Does something on a thread in the JVM's namespace: the calling one if it is there. */
    public static <T> T call(Callable<T> work) throws Exception {
        if (NsFs.isHostThread()) {
            return work.call();
        }
        Future<T> future = start().submit(work);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Exception cause) {
                        throw cause;
                    }
                    throw e;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
