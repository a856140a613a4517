// SPDX-License-Identifier: Apache-2.0
/** What keeps operations out of each other's way. */
@NullMarked
package io.podnet.cni.internal.lock;

import org.jspecify.annotations.NullMarked;
