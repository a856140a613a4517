// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.verb;

import io.podnet.cni.CniException;
import io.podnet.cni.CniVerb;
import io.podnet.cni.NetworkConfigList;
import io.podnet.cni.PluginConfig;
import io.podnet.cni.internal.config.PluginInput;

/** STATUS along a chain, to the first plugin that is not ready, whose error is handed on as it is. */
final class Status {
    private final Setup setup;
    private final NetworkConfigList network;

    Status(Setup setup, NetworkConfigList network) {
        this.setup = setup;
        this.network = network;
    }

    void run() {
        if (!isSupported()) {
            return;
        }
        PluginCaller caller =
                new PluginCaller(setup, setup.backends().forNetwork(network, setup.pluginPath()), network.name(), null);
        PluginInput input = new PluginInput(network, setup.mode());
        for (PluginConfig plugin : network.plugins()) {
            caller.call(CniVerb.STATUS, plugin, input.forStatus(plugin));
        }
    }

    private boolean isSupported() {
        try {
            return network.version().isAtLeast(CniVerb.STATUS.since());
        } catch (CniException e) {
            if (setup.isLiteral()) {
                return false;
            }
            throw e;
        }
    }
}
