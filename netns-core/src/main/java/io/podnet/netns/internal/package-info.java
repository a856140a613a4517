// SPDX-License-Identifier: Apache-2.0
/** What the backends share. */
@NullMarked
package io.podnet.netns.internal;

import org.jspecify.annotations.NullMarked;
