// SPDX-License-Identifier: Apache-2.0
/** Shows pods to inspect-model, which makes documents of them. */
@NullMarked
package io.podnet.api.internal.inspect;

import org.jspecify.annotations.NullMarked;
