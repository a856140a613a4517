// SPDX-License-Identifier: Apache-2.0
/**
 * JUnit extensions for tests that change a host: a private one to change, and a check that they leave it as they found
 * it.
 */
@NullMarked
package io.podnet.testkit;

import org.jspecify.annotations.NullMarked;
