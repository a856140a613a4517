// SPDX-License-Identifier: Apache-2.0
/** What a module implements that presents pods in its own way: {@link io.podnet.inspect.spi.InspectConverter}. */
@NullMarked
package io.podnet.inspect.spi;

import org.jspecify.annotations.NullMarked;
