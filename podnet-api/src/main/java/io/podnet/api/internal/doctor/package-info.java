// SPDX-License-Identifier: Apache-2.0
/** Finds out what this machine can and cannot do. */
@NullMarked
package io.podnet.api.internal.doctor;

import org.jspecify.annotations.NullMarked;
