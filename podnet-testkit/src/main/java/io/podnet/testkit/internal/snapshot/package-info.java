// SPDX-License-Identifier: Apache-2.0
/** Reads what a host consists of, a class per kind of thing. */
@NullMarked
package io.podnet.testkit.internal.snapshot;

import org.jspecify.annotations.NullMarked;
