/** Namespaces by system calls of this JVM. */
@NullMarked
package io.podnet.netns.internal.jnr;

import org.jspecify.annotations.NullMarked;
