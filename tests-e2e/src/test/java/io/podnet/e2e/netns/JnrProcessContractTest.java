// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netns;

import io.podnet.netns.Namespaces;
import io.podnet.testkit.contract.InsideProcessContract;
import java.nio.file.Path;

class JnrProcessContractTest extends InsideProcessContract {
    @Override
    protected Namespaces open(Path directory) {
        return Namespaces.builder().backend("jnr").directory(directory).open();
    }
}
