// SPDX-License-Identifier: Apache-2.0
/** Native libraries as mapped interfaces: the only package that uses jnr. */
@NullMarked
package io.podnet.netns.internal.libc;

import org.jspecify.annotations.NullMarked;
