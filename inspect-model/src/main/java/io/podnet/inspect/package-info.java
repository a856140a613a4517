// SPDX-License-Identifier: Apache-2.0
/**
 * NetworkSettings documents, as podman and docker clients read them: {@link io.podnet.inspect.NetworkSettings} is the
 * document, {@link io.podnet.inspect.InspectDocument} what {@code podman inspect} prints around it,
 * {@link io.podnet.inspect.Inspector} makes both of what is known about a pod.
 */
@NullMarked
package io.podnet.inspect;

import org.jspecify.annotations.NullMarked;
