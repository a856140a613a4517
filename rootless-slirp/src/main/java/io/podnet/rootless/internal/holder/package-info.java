@NullMarked
package io.podnet.rootless.internal.holder;

import org.jspecify.annotations.NullMarked;
