// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.inspect;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import io.podnet.inspect.InspectDocument;
import io.podnet.inspect.JsonText;
import io.podnet.rootless.PublishedPort;
import java.util.List;

/** Says in a document who serves the published ports, for which podman has no place: beside what podman has. */
public final class ServedPorts {
    private static final String FIELD = "PublishedPorts";
    private static final JsonMapper MAPPER = new JsonMapper();

    private ServedPorts() {}

    /**
     * Adds the ports to a document.
     *
     * @param document podman's
     * @param ports the ports of a pod that runs
     * @return the same with one field more, or as it is if there are no ports
     */
    public static InspectDocument in(InspectDocument document, List<PublishedPort> ports) {
        if (ports.isEmpty()) {
            return document;
        }
        ArrayNode list = MAPPER.createArrayNode();
        ports.forEach(each -> list.add(json(each)));
        return document.withField(FIELD, new JsonText(list.toString()));
    }

    private static ObjectNode json(PublishedPort published) {
        PortMapping port = published.port();
        return MAPPER.createObjectNode()
                .put("ContainerPort", port.containerPort() + "/" + port.protocol())
                .put("HostIp", port.hostIp().map(IpAddresses::format).orElse(""))
                .put("HostPort", Integer.toString(port.hostPort()))
                .put("Range", port.range())
                .put("Handler", published.handler())
                .put("KeepsSource", published.keepsSource())
                .put("Warning", published.warning().orElse(""));
    }
}
