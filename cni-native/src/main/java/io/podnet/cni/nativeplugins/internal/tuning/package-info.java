// SPDX-License-Identifier: Apache-2.0
/** What the plugin tuning does inside a container. */
@NullMarked
package io.podnet.cni.nativeplugins.internal.tuning;

import org.jspecify.annotations.NullMarked;
