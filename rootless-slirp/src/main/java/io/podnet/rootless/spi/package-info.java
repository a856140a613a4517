// SPDX-License-Identifier: Apache-2.0
/**
 * What a vendor implements to bring another user-mode stack ({@link io.podnet.rootless.spi.UserStack}) or another way to
 * publish ports.
 */
@NullMarked
package io.podnet.rootless.spi;

import org.jspecify.annotations.NullMarked;
