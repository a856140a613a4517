// SPDX-License-Identifier: Apache-2.0
/** The drop-in for libcni's {@code cnitool}: {@code podnet cni}, or podnet under the name {@code cnitool}. */
@NullMarked
package io.podnet.cli.cnitool;

import org.jspecify.annotations.NullMarked;
