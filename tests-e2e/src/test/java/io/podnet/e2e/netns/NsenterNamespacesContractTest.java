// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netns;

import io.podnet.netns.Namespaces;
import io.podnet.testkit.contract.NamespaceBackendContract;
import java.nio.file.Path;

class NsenterNamespacesContractTest extends NamespaceBackendContract {
    @Override
    protected Namespaces open(Path directory) {
        return Namespaces.builder().backend("nsenter").directory(directory).open();
    }
}
