// SPDX-License-Identifier: Apache-2.0
/** What rootless networks cost beside the same stacks started by hand. */
@NullMarked
package io.podnet.benchmarks.stacks;

import org.jspecify.annotations.NullMarked;
