// SPDX-License-Identifier: Apache-2.0
/** What a host sends and receives, kept in a file. */
@NullMarked
package io.podnet.junit.internal.capture;

import org.jspecify.annotations.NullMarked;
