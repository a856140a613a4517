// SPDX-License-Identifier: Apache-2.0
/** Pods on networks; {@link io.podnet.api.Podnet} is where to begin. */
@NullMarked
package io.podnet.api;

import org.jspecify.annotations.NullMarked;
