@NullMarked
package io.podnet.rootless.internal.process;

import org.jspecify.annotations.NullMarked;
