// SPDX-License-Identifier: Apache-2.0
package io.podnet.api.internal.network;

/**
 * The network that is there although no file describes it: a bridge like podman's own default, on a subnet that neither
 * podman (10.88.0.0/16 and up), Docker nor the usual Kubernetes installations take.
 */
public final class DefaultNetwork {
    /** The network's name; a file of the configuration directory that describes a network of this name replaces it. */
    public static final String NAME = "podnet";

    // hairpinMode: a pod reaches its own published port by the host's address. snat: so does the host by 127.0.0.1.
    static final String CONFIG = """
            {
              "cniVersion": "1.0.0",
              "name": "podnet",
              "plugins": [
                {
                  "type": "bridge",
                  "bridge": "podnet0",
                  "isGateway": true,
                  "ipMasq": true,
                  "hairpinMode": true,
                  "ipam": {
                    "type": "host-local",
                    "routes": [{"dst": "0.0.0.0/0"}],
                    "ranges": [[{"subnet": "10.87.0.0/16"}]]
                  }
                },
                {
                  "type": "portmap",
                  "snat": true,
                  "capabilities": {"portMappings": true}
                },
                {"type": "firewall"},
                {"type": "tuning"}
              ]
            }
            """;

    private DefaultNetwork() {}
}
