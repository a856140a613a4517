// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import io.podnet.testkit.internal.condition.KernelCondition;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs tests only on kernels that can do what they need. What is not met, skips a test; where {@code CI=true} is set, it
 * fails it, unless the reason is among those that are accepted.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@SuppressWarnings("exports") // JUnit alone makes one
@ExtendWith(KernelCondition.class)
public @interface RequiresKernel {
    /**
     * Names the version.
     *
     * @return the oldest that will do, as in {@code 5.14}; empty for any
     */
    String version() default "";

    /**
     * Names kinds of links; finding out needs root.
     *
     * @return such as {@code dummy} or {@code ipvlan}, as {@code ip link add} calls them
     */
    String[] links() default {};
}
