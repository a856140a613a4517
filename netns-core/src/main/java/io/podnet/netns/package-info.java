/** Linux network namespaces: create, pin, open, enter, remove; links, addresses, routes and statistics in one. */
@NullMarked
package io.podnet.netns;

import org.jspecify.annotations.NullMarked;
