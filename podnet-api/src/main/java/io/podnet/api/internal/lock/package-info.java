// SPDX-License-Identifier: Apache-2.0
/** The locks that order what several threads and processes do. */
@NullMarked
package io.podnet.api.internal.lock;

import org.jspecify.annotations.NullMarked;
