// SPDX-License-Identifier: Apache-2.0
/** Answers calls as a plugin's executable would, by code. */
@NullMarked
package io.podnet.cni.nativeplugins.internal;

import org.jspecify.annotations.NullMarked;
