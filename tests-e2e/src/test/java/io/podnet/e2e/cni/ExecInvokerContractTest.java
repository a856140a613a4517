// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.cni;

import io.podnet.base.BackendSelector;
import io.podnet.cni.spi.PluginInvoker;
import io.podnet.testkit.contract.PluginInvokerContract;
import java.util.ServiceLoader;

class ExecInvokerContractTest extends PluginInvokerContract {
    @Override
    protected PluginInvoker invoker() {
        return BackendSelector.of(PluginInvoker.class, ServiceLoader.load(PluginInvoker.class))
                .named("exec")
                .select();
    }
}
