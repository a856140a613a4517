// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal;

import io.podnet.api.PodException;
import io.podnet.api.internal.grounds.Preconditions;
import java.util.List;

/** What this process needs that makes pods itself: root's capabilities, and directories that it can write. */
final class RootPreconditions implements Preconditions {
    private final Settings settings;

    RootPreconditions(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void check() {
        checkPrivileges();
        Writable.check(settings.netns());
        Writable.check(settings.runtime());
        Writable.check(settings.state());
    }

    private static void checkPrivileges() {
        List<String> missing = Privileges.missing();
        if (!missing.isEmpty()) {
            throw new PodException(
                    "privileges-missing",
                    "pods need " + String.join(" and ", missing) + ", which this process lacks: run it as root");
        }
    }
}
