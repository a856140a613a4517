// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs tests only where links can be {@linkplain Link#delay delayed}: where the kernel has {@code netem}. Elsewhere they are
 * skipped, and say why.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@SuppressWarnings("exports") // JUnit alone makes one
@ExtendWith(NetemCondition.class)
public @interface RequiresNetem {}
