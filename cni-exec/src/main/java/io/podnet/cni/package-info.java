// SPDX-License-Identifier: Apache-2.0
/**
 * The Container Network Interface as a JVM sees it: configurations, attachments and results as immutable values.
 *
 * @see <a href="https://github.com/containernetworking/cni/blob/spec-v1.1.0/SPEC.md">the specification 1.1.0</a>
 */
@NullMarked
package io.podnet.cni;

import org.jspecify.annotations.NullMarked;
