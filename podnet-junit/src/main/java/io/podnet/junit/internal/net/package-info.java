// SPDX-License-Identifier: Apache-2.0
/** The namespaces, the switch that joins them, and what is wrong with its cables. */
@NullMarked
package io.podnet.junit.internal.net;

import org.jspecify.annotations.NullMarked;
