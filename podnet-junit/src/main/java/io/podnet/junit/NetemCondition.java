// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import io.podnet.base.Availability;
import io.podnet.junit.internal.net.Netem;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Does what {@link RequiresNetem} says. */
final class NetemCondition implements ExecutionCondition {
    NetemCondition() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Availability netem = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(NetemCondition.class))
                .computeIfAbsent(Netem.class, key -> Netem.probe(), Availability.class);
        return netem instanceof Availability.Unavailable missing
                ? ConditionEvaluationResult.disabled("needs a kernel with netem", missing.reason())
                : ConditionEvaluationResult.enabled("the kernel has netem");
    }
}
