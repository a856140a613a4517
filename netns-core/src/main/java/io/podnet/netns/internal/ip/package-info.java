// SPDX-License-Identifier: Apache-2.0
/** Links by the {@code ip} program of iproute2. */
@NullMarked
package io.podnet.netns.internal.ip;

import org.jspecify.annotations.NullMarked;
