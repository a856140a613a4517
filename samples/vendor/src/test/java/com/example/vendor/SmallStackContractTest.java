// SPDX-License-Identifier: Apache-2.0
package com.example.vendor;

import io.podnet.rootless.spi.UserStack;
import io.podnet.testkit.contract.StackContract;

class SmallStackContractTest extends StackContract {
    @Override
    protected UserStack stack() {
        return new SmallStack();
    }
}
