@NullMarked
package io.podnet.cni.internal.result;

import org.jspecify.annotations.NullMarked;
