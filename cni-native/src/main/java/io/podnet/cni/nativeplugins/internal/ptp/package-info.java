// SPDX-License-Identifier: Apache-2.0
/** What ptp is made of. */
@NullMarked
package io.podnet.cni.nativeplugins.internal.ptp;

import org.jspecify.annotations.NullMarked;
