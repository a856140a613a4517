@NullMarked
package io.podnet.cni.internal.config;

import org.jspecify.annotations.NullMarked;
