// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.run;

/** Network configurations for tests. */
final class Configs {
    private Configs() {}

    /** A bridge with the usual plugins after it. */
    static String bridge(String name, String bridge, String subnet) {
        return list(name, bridgePlugin(bridge, subnet) + """
                , {"type": "portmap", "capabilities": {"portMappings": true}}, {"type": "firewall"}""");
    }

    static String bridgePlugin(String bridge, String subnet) {
        return """
                {"type": "bridge", "bridge": "%s", "isGateway": true, "ipMasq": true,
                 "ipam": {"type": "host-local", "ranges": [[{"subnet": "%s"}]]}}""".formatted(bridge, subnet);
    }

    static String list(String name, String plugins) {
        return """
                {"cniVersion": "1.0.0", "name": "%s", "plugins": [%s]}
                """.formatted(name, plugins);
    }
}
