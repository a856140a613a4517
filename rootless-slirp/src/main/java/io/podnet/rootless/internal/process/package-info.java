// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.podnet.rootless.internal.process;

import org.jspecify.annotations.NullMarked;
