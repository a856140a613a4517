// SPDX-License-Identifier: Apache-2.0
/** The result cache, shared with libcni byte for byte. */
@NullMarked
package io.podnet.cni.internal.cache;

import org.jspecify.annotations.NullMarked;
