// SPDX-License-Identifier: Apache-2.0
/** What podnet knows about a pod, and the JSON that it keeps of it. */
@NullMarked
package io.podnet.api.internal.record;

import org.jspecify.annotations.NullMarked;
