// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import io.podnet.base.PortMapping;
import io.podnet.cni.CniResult;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** The other sample of README.md. */
final class MakeDocument {
    private MakeDocument() {}

    static void print(String id, String whatThePluginsReported, PrintStream out) {
        // sample: make
        CniResult result = CniResult.parse(whatThePluginsReported);
        PodNetworkView view = PodNetworkView.builder(id, "web")
                .status(ContainerStatus.RUNNING)
                .sandboxKey("/run/netns/web")
                .network(new AttachedNetwork("podman", "eth0", List.of("www"), Optional.of(result)))
                .defaultNetwork("podman")
                .port(PortMapping.tcp(8080, 80))
                .build();
        Inspector inspector = Inspector.builder().build();
        out.println(InspectDocument.toJson(List.of(inspector.document(view))));
        // end
    }
}
