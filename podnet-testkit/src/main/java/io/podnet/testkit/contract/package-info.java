// SPDX-License-Identifier: Apache-2.0
/** One abstract test per SPI: a backend's own tests extend it to show that the backend does what podnet expects of it. */
@NullMarked
package io.podnet.testkit.contract;

import org.jspecify.annotations.NullMarked;
