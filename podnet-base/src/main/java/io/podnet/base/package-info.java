// SPDX-License-Identifier: Apache-2.0
/** Values and tools that every podnet module uses; see {@link io.podnet.base.BackendSelector} for how backends are chosen. */
@NullMarked
package io.podnet.base;

import org.jspecify.annotations.NullMarked;
