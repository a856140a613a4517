// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.condition;

import io.podnet.testkit.Place;
import io.podnet.testkit.RequiresKernel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Behind {@link RequiresKernel}. */
public final class KernelCondition implements ExecutionCondition {
    private static final Map<String, Boolean> LINKS = new ConcurrentHashMap<>();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiresKernel.class))
                .flatMap(KernelCondition::lacks)
                .map(what -> Requirements.met(false, what))
                .orElseGet(() -> ConditionEvaluationResult.enabled(""));
    }

    private static Optional<String> lacks(RequiresKernel requires) {
        if (!requires.version().isEmpty() && !isAtLeast(System.getProperty("os.version"), requires.version())) {
            return Optional.of("needs Linux " + requires.version());
        }
        for (String kind : requires.links()) {
            if (!LINKS.computeIfAbsent(kind, KernelCondition::knowsLink)) {
                return Optional.of("needs a kernel with links of kind " + kind);
            }
        }
        return Optional.empty();
    }

    static boolean isAtLeast(String version, String wanted) {
        String[] have = version.split("[^0-9]+");
        String[] want = wanted.split("\\.");
        for (int i = 0; i < want.length; i++) {
            int difference = Integer.parseInt(have[i]) - Integer.parseInt(want[i]);
            if (difference != 0) {
                return difference > 0;
            }
        }
        return true;
    }

    /** Asks in a network namespace that ends with the question; a kind that is a module is loaded by asking. */
    private static boolean knowsLink(String name) {
        // Some need to be told more than their kind.
        String kind = switch (name) {
            case "vlan" -> "vlan id 2";
            case "vrf" -> "vrf table 2";
            default -> name;
        };
        // The kinds that lie on another link need one.
        String add = "ip link add below type veth && ip link add link veth0 name above type ";
        return Place.host().run("unshare", "--net", "sh", "-c", add + kind).exit() == 0
                || Place.host()
                                .run("unshare", "--net", "sh", "-c", "ip link add above type " + kind)
                                .exit()
                        == 0;
    }
}
