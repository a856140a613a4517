// SPDX-License-Identifier: Apache-2.0
/** What host-device is made of. */
@NullMarked
package io.podnet.cni.nativeplugins.internal.hostdevice;

import org.jspecify.annotations.NullMarked;
