// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import io.podnet.testkit.internal.condition.ToolCondition;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs tests only where programs are installed. What is not met, skips a test; where {@code CI=true} is set, it fails it.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@SuppressWarnings("exports") // JUnit alone makes one
@ExtendWith(ToolCondition.class)
public @interface RequiresTool {
    /**
     * Names the programs.
     *
     * @return names to be found on the PATH, or paths
     */
    String[] value();
}
