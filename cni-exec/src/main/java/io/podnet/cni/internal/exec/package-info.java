// SPDX-License-Identifier: Apache-2.0
/** Plugins as executables: the backend {@code exec}. */
@NullMarked
package io.podnet.cni.internal.exec;

import org.jspecify.annotations.NullMarked;
