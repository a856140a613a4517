// SPDX-License-Identifier: Apache-2.0
/** What the documents share. */
@NullMarked
package io.podnet.inspect.internal;

import org.jspecify.annotations.NullMarked;
