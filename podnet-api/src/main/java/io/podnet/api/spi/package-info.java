// SPDX-License-Identifier: Apache-2.0
/** What podnet keeps its records in; {@link io.podnet.api.spi.StateStoreProvider} is what a backend implements. */
@NullMarked
package io.podnet.api.spi;

import org.jspecify.annotations.NullMarked;
