// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import io.podnet.rootless.spi.UserStack;
import io.podnet.testkit.RequiresTool;
import io.podnet.testkit.contract.StackContract;

@RequiresTool("slirp4netns")
class Slirp4netnsContractTest extends StackContract {
    @Override
    protected UserStack stack() {
        return Backends.stack("slirp4netns");
    }
}
