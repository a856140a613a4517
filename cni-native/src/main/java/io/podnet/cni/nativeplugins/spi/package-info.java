// SPDX-License-Identifier: Apache-2.0
/** What a CNI plugin that is code in this JVM is, and what it gets to work with. */
@NullMarked
package io.podnet.cni.nativeplugins.spi;

import org.jspecify.annotations.NullMarked;
