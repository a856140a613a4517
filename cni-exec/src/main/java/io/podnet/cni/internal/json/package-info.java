@NullMarked
package io.podnet.cni.internal.json;

import org.jspecify.annotations.NullMarked;
