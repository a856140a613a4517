// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * What cannot be had from native plugins, or is about executables: left out when the suite runs with the backend
 * {@code native} (tests-e2e/pom.xml).
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag("executables")
public @interface NeedsExecutables {
    /** Says why, for people. */
    String because();
}
