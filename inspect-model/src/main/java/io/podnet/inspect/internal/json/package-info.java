// SPDX-License-Identifier: Apache-2.0
/** Reads and writes documents; the only users of Jackson. */
@NullMarked
package io.podnet.inspect.internal.json;

import org.jspecify.annotations.NullMarked;
