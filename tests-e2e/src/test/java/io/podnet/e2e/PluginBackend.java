// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e;

import java.util.Objects;

/** Who runs plugins in this run of the suite, in the JVM of the test and in all that it starts. */
public final class PluginBackend {
    private static final String CHOSEN = Objects.requireNonNullElse(System.getenv("PODNET_CNI_BACKEND"), "");

    private PluginBackend() {}

    /** Whether the plugins of the usual chains are code in the JVM, whose rules are in one table of nftables. */
    public static boolean isNative() {
        return CHOSEN.equals("native") || CHOSEN.equals("auto");
    }
}
