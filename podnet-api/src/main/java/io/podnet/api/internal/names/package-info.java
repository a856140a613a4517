// SPDX-License-Identifier: Apache-2.0
/** How pods resolve names. */
@NullMarked
package io.podnet.api.internal.names;

import org.jspecify.annotations.NullMarked;
