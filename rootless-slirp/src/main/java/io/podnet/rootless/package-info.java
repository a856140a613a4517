// SPDX-License-Identifier: Apache-2.0
/** A network for a user without privileges; see {@link io.podnet.rootless.RootlessNetwork}. */
@NullMarked
package io.podnet.rootless;

import org.jspecify.annotations.NullMarked;
