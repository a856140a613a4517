// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.lifecycle;

import io.podnet.api.PodId;
import io.podnet.api.RecoveryReport;
import io.podnet.base.PodnetException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what a recovery does; it goes on past failures. */
final class Findings {
    private static final Logger LOG = LoggerFactory.getLogger(Findings.class.getPackageName());

    private final List<PodId> removed = new ArrayList<>();
    private final List<PodId> stopped = new ArrayList<>();
    private final List<PodId> finished = new ArrayList<>();
    private final List<String> setAside = new ArrayList<>();
    private final List<String> collected = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();

    void removed(PodId pod) {
        removed.add(pod);
    }

    void stopped(PodId pod) {
        stopped.add(pod);
    }

    void finished(PodId pod) {
        finished.add(pod);
    }

    void setAside(String record) {
        setAside.add(record);
    }

    void collected(String what) {
        collected.add(what);
    }

    void failure(RuntimeException failure) {
        failures.add(failure);
    }

    void attempt(Runnable part) {
        try {
            part.run();
        } catch (PodnetException | UncheckedIOException e) {
            LOG.debug("recovery goes on", e);
            failures.add(e);
        }
    }

    RecoveryReport report() {
        return new RecoveryReport(removed, stopped, finished, setAside, collected, failures);
    }
}
