// SPDX-License-Identifier: Apache-2.0
/** Namespaces by system calls of this JVM. */
@NullMarked
package io.podnet.netns.internal.jnr;

import org.jspecify.annotations.NullMarked;
