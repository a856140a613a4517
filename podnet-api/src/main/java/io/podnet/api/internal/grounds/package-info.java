// SPDX-License-Identifier: Apache-2.0
/** Where pods are made: on the host itself by root, or in a user's rootless namespace. */
@NullMarked
package io.podnet.api.internal.grounds;

import org.jspecify.annotations.NullMarked;
