// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import io.podnet.cni.nativeplugins.spi.NativePlugin;
import io.podnet.testkit.Place;
import io.podnet.testkit.contract.NativePluginContract;

/** A vendor's plugin passes the contract with no more than this. */
@LeavesNativeMarks
class AliasContractTest extends NativePluginContract {
    @Override
    protected NativePlugin plugin() {
        return new Alias();
    }

    @Override
    protected String config() {
        return "\"addresses\":[\"10.99.1.7/32\",\"10.99.1.8/32\"]";
    }

    @Override
    protected void damage(Place pod) {
        pod.run("ip", "address", "delete", "10.99.1.7/32", "dev", "eth0").succeeded();
    }
}
