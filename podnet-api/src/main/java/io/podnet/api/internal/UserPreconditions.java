// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal;

import io.podnet.api.internal.grounds.Preconditions;

/** What a user without privileges needs: directories of the user's own. The rootless namespace tells what it lacks. */
final class UserPreconditions implements Preconditions {
    private final Settings settings;

    UserPreconditions(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void check() {
        Writable.check(settings.runtime());
        Writable.check(settings.state());
    }
}
