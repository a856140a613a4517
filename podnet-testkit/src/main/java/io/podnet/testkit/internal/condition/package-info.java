// SPDX-License-Identifier: Apache-2.0
/** Conditions under which tests run. JUnit makes their objects. */
@NullMarked
package io.podnet.testkit.internal.condition;

import org.jspecify.annotations.NullMarked;
