// SPDX-License-Identifier: Apache-2.0
package com.example.vendor;

import io.podnet.api.spi.StateStoreProvider;
import io.podnet.testkit.contract.StateStoreContract;

class ZippedStoreContractTest extends StateStoreContract {
    @Override
    protected StateStoreProvider provider() {
        return new ZippedStoreProvider();
    }
}
