// SPDX-License-Identifier: Apache-2.0
/** The networks that pods can be attached to, and the attaching. */
@NullMarked
package io.podnet.api.internal.network;

import org.jspecify.annotations.NullMarked;
