@NullMarked
package io.podnet.rootless.internal.stack;

import org.jspecify.annotations.NullMarked;
