// SPDX-License-Identifier: Apache-2.0
/** Ports of the host: who has them, and how a pod gets them. */
@NullMarked
package io.podnet.api.internal.port;

import org.jspecify.annotations.NullMarked;
