// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.rootless;

import io.podnet.rootless.spi.UserStack;
import io.podnet.testkit.RequiresTool;
import io.podnet.testkit.contract.StackContract;

@RequiresTool("pasta")
class PastaContractTest extends StackContract {
    @Override
    protected UserStack stack() {
        return Backends.stack("pasta");
    }
}
