// SPDX-License-Identifier: Apache-2.0
/** The CNI plugins that are code in this JVM, for those who put a client together by hand. */
@NullMarked
package io.podnet.cni.nativeplugins;

import org.jspecify.annotations.NullMarked;
