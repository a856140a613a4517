// SPDX-License-Identifier: Apache-2.0
/** Hosts on one bridge for a test, and the annotation that hands them to it. */
@NullMarked
package io.podnet.junit;

import org.jspecify.annotations.NullMarked;
