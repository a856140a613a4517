// SPDX-License-Identifier: Apache-2.0
/** What the plugin bandwidth does to a container's link. */
@NullMarked
package io.podnet.cni.nativeplugins.internal.bandwidth;

import org.jspecify.annotations.NullMarked;
