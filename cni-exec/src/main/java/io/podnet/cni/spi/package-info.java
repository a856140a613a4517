// SPDX-License-Identifier: Apache-2.0
/** How plugins are invoked: {@link io.podnet.cni.spi.PluginInvoker} is what a backend implements. */
@NullMarked
package io.podnet.cni.spi;

import org.jspecify.annotations.NullMarked;
