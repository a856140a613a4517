// SPDX-License-Identifier: Apache-2.0
/** The host's packet filter, as far as plugins change it. */
@NullMarked
package io.podnet.cni.nativeplugins.internal.firewall;

import org.jspecify.annotations.NullMarked;
