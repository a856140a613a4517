// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.podnet.cni.internal.config;

import org.jspecify.annotations.NullMarked;
