// SPDX-License-Identifier: Apache-2.0
/** What each verb does: chains of plugins, with the cache kept in step. */
@NullMarked
package io.podnet.cni.internal.verb;

import org.jspecify.annotations.NullMarked;
