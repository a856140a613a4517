/** The plugins themselves, one class per type. */
@NullMarked
package io.podnet.cni.nativeplugins.internal.plugin;

import org.jspecify.annotations.NullMarked;
