// SPDX-License-Identifier: Apache-2.0
/** What the measurements share. */
@NullMarked
package io.podnet.benchmarks;

import org.jspecify.annotations.NullMarked;
