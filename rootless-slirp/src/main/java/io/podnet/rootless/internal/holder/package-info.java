// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.podnet.rootless.internal.holder;

import org.jspecify.annotations.NullMarked;
