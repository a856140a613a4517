@NullMarked
package io.podnet.cni.internal.watch;

import org.jspecify.annotations.NullMarked;
