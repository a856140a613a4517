// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import java.util.Comparator;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What this machine can and cannot do for podnet; {@link PodnetBuilder#diagnose()} finds out.
 *
 * @param findings all that was looked at, by area
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Diagnosis(List<Finding> findings) {
    /**
     * Copies the list.
     *
     * @param findings all that was looked at, by area
     */
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /**
     * Sums up: podnet can do everything, can do some things, or cannot work.
     *
     * @return {@link Finding.Level#GOOD}, {@link Finding.Level#LIMIT} or {@link Finding.Level#FAULT}
     */
    public Finding.Level verdict() {
        return findings.stream()
                .map(Finding::level)
                .filter(level -> level != Finding.Level.NOTE)
                .max(Comparator.naturalOrder())
                .orElse(Finding.Level.GOOD);
    }
}
