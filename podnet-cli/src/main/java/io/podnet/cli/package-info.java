// SPDX-License-Identifier: Apache-2.0
/** The command {@code podnet}: options, exit statuses, and the command that runs in a pod. */
@NullMarked
package io.podnet.cli;

import org.jspecify.annotations.NullMarked;
