// SPDX-License-Identifier: Apache-2.0
/** What podnet-api keeps to itself. */
@NullMarked
package io.podnet.api.internal;

import org.jspecify.annotations.NullMarked;
