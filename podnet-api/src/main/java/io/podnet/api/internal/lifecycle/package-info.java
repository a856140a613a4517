// SPDX-License-Identifier: Apache-2.0
/** What happens to pods: create, start, stop, remove, recover. */
@NullMarked
package io.podnet.api.internal.lifecycle;

import org.jspecify.annotations.NullMarked;
