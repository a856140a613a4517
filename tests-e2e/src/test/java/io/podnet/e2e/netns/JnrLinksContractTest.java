// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netns;

import io.podnet.netns.Namespaces;
import io.podnet.testkit.contract.LinksContract;
import java.nio.file.Path;

class JnrLinksContractTest extends LinksContract {
    @Override
    protected Namespaces open(Path directory) {
        return Namespaces.builder().backend("jnr").directory(directory).open();
    }
}
