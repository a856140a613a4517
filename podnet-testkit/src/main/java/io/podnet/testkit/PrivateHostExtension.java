// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import io.podnet.testkit.internal.LeakCheck;
import io.podnet.testkit.internal.condition.Requirements;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Does what {@link OnPrivateHost} says; a test suite that lives on private hosts may rather name it in
 * {@code META-INF/services} and switch JUnit's extension detection on.
 *
 * <p>The host is compared after everything else that belongs to a test has ended: its {@code @AfterEach} methods, its
 * {@code @AutoClose} fields and {@code @TempDir} directories, other extensions. Kernel objects that go away in the
 * background are waited for. Each class is compared like a test, so what {@code @BeforeAll} makes, {@code @AfterAll}
 * has to remove.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PrivateHostExtension implements ExecutionCondition, BeforeAllCallback, BeforeEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(PrivateHostExtension.class);

    /** Creates the extension, as JUnit does. */
    public PrivateHostExtension() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Requirements.met(
                PrivateHost.isHere(), "needs a private host (a JVM started by the testkit's bin/java as root)");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        watch(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        watch(context);
    }

    /** JUnit closes what is in a context's store when nothing else of that context is left to do. */
    private static void watch(ExtensionContext context) {
        context.getStore(NAMESPACE).put(LeakCheck.class, LeakCheck.begin(context));
    }
}
