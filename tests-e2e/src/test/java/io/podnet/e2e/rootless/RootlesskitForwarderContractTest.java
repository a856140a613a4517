// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import io.podnet.rootless.spi.PortForwarder;
import io.podnet.rootless.spi.UserStack;
import io.podnet.testkit.RequiresTool;
import io.podnet.testkit.contract.ForwarderContract;

@RequiresTool({"slirp4netns", "/usr/lib/podman/rootlessport"})
class RootlesskitForwarderContractTest extends ForwarderContract {
    @Override
    protected PortForwarder forwarder() {
        return Backends.forwarder("rootlesskit");
    }

    @Override
    protected UserStack stack() {
        return Backends.stack("slirp4netns");
    }
}
