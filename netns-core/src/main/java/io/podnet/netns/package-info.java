// SPDX-License-Identifier: Apache-2.0
/** Linux network namespaces: create, pin, open, enter, remove; links, addresses, routes and statistics in one. */
@NullMarked
package io.podnet.netns;

import org.jspecify.annotations.NullMarked;
