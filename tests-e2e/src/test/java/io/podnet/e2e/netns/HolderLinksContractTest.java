// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netns;

import io.podnet.netns.Namespaces;
import io.podnet.testkit.contract.LinksContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class HolderLinksContractTest extends LinksContract {
    private static Holder holder;

    @BeforeAll
    static void start() throws Exception {
        holder = new Holder();
    }

    @AfterAll
    static void end() {
        holder.close();
    }

    @Override
    protected Namespaces open(Path directory) {
        return holder.open(directory);
    }

    @Override
    protected void runInScope(String... words) {
        holder.run(words);
    }

    @Override
    protected Path look(Path path) {
        return holder.look(path);
    }
}
