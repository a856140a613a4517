// SPDX-License-Identifier: Apache-2.0
/** The state store that podnet brings along: a directory of files. */
@NullMarked
package io.podnet.api.internal.store;

import org.jspecify.annotations.NullMarked;
