// SPDX-License-Identifier: Apache-2.0
/** What a backend for network namespaces implements; see {@link io.podnet.netns.spi.NamespaceBackend}. */
@NullMarked
package io.podnet.netns.spi;

import org.jspecify.annotations.NullMarked;
