// SPDX-License-Identifier: Apache-2.0
/** Native plugins beside the kernel alone, the reference plugins and netavark. */
@NullMarked
package io.podnet.benchmarks.nativeplugins;

import org.jspecify.annotations.NullMarked;
