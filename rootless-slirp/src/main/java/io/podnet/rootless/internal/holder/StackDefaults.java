// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import java.util.List;

/** What properties say about stacks. */
final class StackDefaults {
    /** Names the stack to use when nobody names one. */
    static final String STACK = "podnet.rootless.stack";

    private StackDefaults() {}

    /** Options that every stack of a name is started with, divided by commas; those of a pod come later and win. */
    static List<String> options(String stack) {
        String options = System.getProperty("podnet.rootless." + stack + ".options", "");
        return options.isEmpty() ? List.of() : List.of(options.split(",", -1));
    }
}
