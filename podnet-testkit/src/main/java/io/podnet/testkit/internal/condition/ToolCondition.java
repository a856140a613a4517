// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.condition;

import io.podnet.testkit.RequiresTool;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Behind {@link RequiresTool}. */
public final class ToolCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiresTool.class))
                .flatMap(requires -> Arrays.stream(requires.value())
                        .filter(tool -> !isInstalled(tool))
                        .findFirst())
                .map(tool -> Requirements.met(false, "needs the program " + tool))
                .orElseGet(() -> ConditionEvaluationResult.enabled(""));
    }

    private static boolean isInstalled(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory).resolve(tool))
                .anyMatch(Files::isExecutable);
    }
}
