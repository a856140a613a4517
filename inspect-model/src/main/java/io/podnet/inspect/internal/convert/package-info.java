// SPDX-License-Identifier: Apache-2.0
/** The converters that come with podnet. */
@NullMarked
package io.podnet.inspect.internal.convert;

import org.jspecify.annotations.NullMarked;
