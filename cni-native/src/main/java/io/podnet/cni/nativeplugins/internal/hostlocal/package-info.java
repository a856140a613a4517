// SPDX-License-Identifier: Apache-2.0
/** Addresses from ranges, leased by files that the reference plugin host-local shares. */
@NullMarked
package io.podnet.cni.nativeplugins.internal.hostlocal;

import org.jspecify.annotations.NullMarked;
