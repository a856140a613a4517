// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.condition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/**
 * Decides what a requirement that is not met means: the test is skipped for that reason; on a continuous integration
 * server it fails, unless the reason is on the short list of those that are accepted. So a green run is not an empty one.
 */
public final class Requirements {
    /** Names the short list: a file, a reason a line, with comments after {@code #}. */
    public static final String ALLOWED_SKIPS = "podnet.test.allowed-skips";

    private Requirements() {}

    /** Turns a requirement into JUnit's answer. */
    public static ConditionEvaluationResult met(boolean met, String reason) {
        if (met) {
            return ConditionEvaluationResult.enabled("");
        }
        if ("true".equals(System.getenv("CI")) && !allowedSkips().contains(reason)) {
            throw new AssertionError(reason + "; that is not among the skips that are accepted here");
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    private static List<String> allowedSkips() {
        String file = System.getProperty(ALLOWED_SKIPS);
        if (file == null) {
            return List.of();
        }
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(ALLOWED_SKIPS + "=" + file + ": cannot be read", e);
        }
    }
}
