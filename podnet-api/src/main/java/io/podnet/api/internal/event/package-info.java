// SPDX-License-Identifier: Apache-2.0
/** Tells listeners what has happened, and keeps a log of it. */
@NullMarked
package io.podnet.api.internal.event;

import org.jspecify.annotations.NullMarked;
