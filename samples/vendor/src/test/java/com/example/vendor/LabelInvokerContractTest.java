// SPDX-License-Identifier: Apache-2.0
package com.example.vendor;

import io.podnet.cni.spi.PluginInvoker;
import io.podnet.testkit.contract.PluginInvokerContract;

class LabelInvokerContractTest extends PluginInvokerContract {
    @Override
    protected PluginInvoker invoker() {
        return new LabelInvoker();
    }

    @Override
    protected String plugin() {
        return "{\"type\": \"example-label\"}";
    }
}
