@NullMarked
package io.podnet.rootless.internal.forward;

import org.jspecify.annotations.NullMarked;
