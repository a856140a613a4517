// SPDX-License-Identifier: Apache-2.0
/** Namespaces by tools of util-linux. */
@NullMarked
package io.podnet.netns.internal.nsenter;

import org.jspecify.annotations.NullMarked;
