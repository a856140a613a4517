// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.event;

import io.podnet.api.internal.Settings;
import io.podnet.api.spi.PodnetListener;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds listeners; one that cannot be loaded is logged and hides none of the others. */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class.getPackageName());

    /** A services file that cannot be read fails again at every attempt: give up at some point. */
    private static final int MOST_FAILURES = 100;

    private Listeners() {}

    /**
     * Finds those that ServiceLoader knows.
     *
     * @return new instances
     */
    public static List<PodnetListener> find() {
        return load(ServiceLoader.load(PodnetListener.class));
    }

    /**
     * Makes those that this module brings: Java Flight Recorder, where the module jdk.jfr is there, and the log.
     *
     * @param settings where the log is
     * @return new instances
     */
    public static List<PodnetListener> own(Settings settings) {
        List<PodnetListener> own = new ArrayList<>();
        own.add(new EventLog(settings.state(), settings.locks()));
        if (ModuleLayer.boot().findModule("jdk.jfr").isPresent()) {
            own.add(new JfrListener());
        }
        return own;
    }

    static List<PodnetListener> load(ServiceLoader<PodnetListener> loader) {
        List<PodnetListener> found = new ArrayList<>();
        // An iterator of the stream would end at the first broken declaration; its spliterator can go on.
        Spliterator<ServiceLoader.Provider<PodnetListener>> providers =
                loader.stream().spliterator();
        int failures = 0;
        boolean more = true;
        while (more) {
            try {
                more = providers.tryAdvance(provider -> found.add(provider.get()));
            } catch (ServiceConfigurationError | LinkageError e) {
                LOG.warn("a listener cannot be loaded: {}", e.getMessage(), e);
                more = ++failures < MOST_FAILURES;
            }
        }
        return found;
    }
}
