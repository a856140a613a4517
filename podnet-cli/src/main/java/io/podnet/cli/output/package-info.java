// SPDX-License-Identifier: Apache-2.0
/** What the command prints: tables, JSON, progress. */
@NullMarked
package io.podnet.cli.output;

import org.jspecify.annotations.NullMarked;
