// SPDX-License-Identifier: Apache-2.0
/** What the plugins that make interfaces have in common. */
@NullMarked
package io.podnet.cni.nativeplugins.internal.link;

import org.jspecify.annotations.NullMarked;
