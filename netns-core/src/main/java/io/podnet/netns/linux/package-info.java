// SPDX-License-Identifier: Apache-2.0
/**
 * The Linux system calls that podnet needs, as Java methods that throw. Experimental: it grows with the modules that use
 * it.
 */
@NullMarked
package io.podnet.netns.linux;

import org.jspecify.annotations.NullMarked;
