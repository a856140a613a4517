// SPDX-License-Identifier: Apache-2.0
/** What the extensions do. */
@NullMarked
package io.podnet.testkit.internal;

import org.jspecify.annotations.NullMarked;
