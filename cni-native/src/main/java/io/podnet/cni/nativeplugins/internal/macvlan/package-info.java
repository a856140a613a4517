/** What macvlan is made of. */
@NullMarked
package io.podnet.cni.nativeplugins.internal.macvlan;

import org.jspecify.annotations.NullMarked;
