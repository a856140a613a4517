// SPDX-License-Identifier: Apache-2.0
/** What the packages below share. */
@NullMarked
package io.podnet.cni.internal;

import org.jspecify.annotations.NullMarked;
