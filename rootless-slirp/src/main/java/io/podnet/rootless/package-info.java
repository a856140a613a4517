/** A network for a user without privileges; see {@link io.podnet.rootless.RuntimeDirectory} for where its files lie. */
@NullMarked
package io.podnet.rootless;

import org.jspecify.annotations.NullMarked;
