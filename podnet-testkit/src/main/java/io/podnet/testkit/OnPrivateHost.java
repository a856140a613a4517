// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs tests on a {@linkplain PrivateHost private host} only, and fails each that does not leave it as it was.
 *
 * <pre>{@code
 * @OnPrivateHost
 * class BridgeTest {
 *     @Test
 *     void aBridgeIsRemovedAgain() { ... }
 * }
 * }</pre>
 *
 * <p>What a test leaves on purpose it declares with {@link LeavesBehind}.
 *
 * @since 0.1
 * @see PrivateHostExtension
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(PrivateHostExtension.class)
public @interface OnPrivateHost {}
