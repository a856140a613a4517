// SPDX-License-Identifier: Apache-2.0
/** The processes that podnet starts inside pods, and how they end. */
@NullMarked
package io.podnet.api.internal.process;

import org.jspecify.annotations.NullMarked;
