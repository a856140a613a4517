// SPDX-License-Identifier: Apache-2.0
/** What macvlan is made of. */
@NullMarked
package io.podnet.cni.nativeplugins.internal.macvlan;

import org.jspecify.annotations.NullMarked;
