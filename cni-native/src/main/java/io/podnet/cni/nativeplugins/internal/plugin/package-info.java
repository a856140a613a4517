// SPDX-License-Identifier: Apache-2.0
/** The plugins themselves, one class per type. */
@NullMarked
package io.podnet.cni.nativeplugins.internal.plugin;

import org.jspecify.annotations.NullMarked;
