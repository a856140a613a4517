// SPDX-License-Identifier: Apache-2.0
/** What bridge is made of. */
@NullMarked
package io.podnet.cni.nativeplugins.internal.bridge;

import org.jspecify.annotations.NullMarked;
