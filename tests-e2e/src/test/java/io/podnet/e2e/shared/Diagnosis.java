// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.shared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.StreamSupport;

/** What {@code podnet doctor --format json} printed. */
public record Diagnosis(JsonNode report) {
    public static Diagnosis read(String json) throws IOException {
        return new Diagnosis(new ObjectMapper().readTree(json));
    }

    public String verdict() {
        return report.path("verdict").asText();
    }

    public String level(String area, String subject) {
        return finding(area, subject).path("level").asText();
    }

    public String detail(String area, String subject) {
        return finding(area, subject).path("detail").asText();
    }

    private JsonNode finding(String area, String subject) {
        return StreamSupport.stream(report.path("findings").spliterator(), false)
                .filter(each -> each.path("area").asText().equals(area)
                        && each.path("subject").asText().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing on " + area + " " + subject + " in " + report));
    }
}
