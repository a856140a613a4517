// SPDX-License-Identifier: Apache-2.0
/** What cni-exec adds to the cost of a plugin. */
@NullMarked
package io.podnet.benchmarks.cni;

import org.jspecify.annotations.NullMarked;
