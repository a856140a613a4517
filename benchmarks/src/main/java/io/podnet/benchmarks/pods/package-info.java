// SPDX-License-Identifier: Apache-2.0
/** What many pods cost. */
@NullMarked
package io.podnet.benchmarks.pods;

import org.jspecify.annotations.NullMarked;
