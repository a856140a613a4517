// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.doctor;

import io.podnet.api.Finding;
import io.podnet.api.Finding.Level;
import java.util.ArrayList;
import java.util.List;

/** Collects what is found in one area. */
final class Findings {
    private final String area;
    private final List<Finding> all = new ArrayList<>();

    Findings(String area) {
        this.area = area;
    }

    void good(String subject, String detail) {
        all.add(new Finding(area, subject, Level.GOOD, detail, ""));
    }

    void note(String subject, String detail) {
        all.add(new Finding(area, subject, Level.NOTE, detail, ""));
    }

    void add(Level level, String subject, String detail, String cure) {
        all.add(new Finding(area, subject, level, detail, cure));
    }

    List<Finding> all() {
        return all;
    }
}
