// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import io.podnet.api.spi.StateStoreProvider;
import io.podnet.base.BackendSelector;
import io.podnet.testkit.contract.StateStoreContract;
import java.util.ServiceLoader;

class FileStateStoreContractTest extends StateStoreContract {
    @Override
    protected StateStoreProvider provider() {
        return BackendSelector.of(StateStoreProvider.class, ServiceLoader.load(StateStoreProvider.class))
                .named("files")
                .select();
    }
}
