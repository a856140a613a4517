// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.host;

import io.podnet.testkit.LeavesWhatPluginsKeep;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs the reference plugins by hand, ADD and DEL: all that is left is what they keep by design. */
@LeavesWhatPluginsKeep
class PluginRemainsTest {
    private static final String SCRIPT = """
            export CNI_PATH=/usr/lib/cni CNI_IFNAME=eth0 CNI_CONTAINERID=seven CNI_NETNS=/run/netns/seven
            head='"cniVersion":"1.0.0","name":"net"'
            bridge() {
                echo '{'$head',"type":"bridge","bridge":"cni7","isGateway":true,"ipMasq":true,"ipam":{"type":"host-local",' \\
                    '"ranges":[[{"subnet":"10.7.0.0/24"}],[{"subnet":"fd07::/64"}]]},"prevResult":'${1-null}'}' \\
                    | /usr/lib/cni/bridge
            }
            portmap() {
                echo '{'$head',"type":"portmap","capabilities":{"portMappings":true},"runtimeConfig":{"portMappings":' \\
                    '[{"hostPort":8080,"containerPort":80,"protocol":"tcp"}]},"prevResult":'$1'}' | /usr/lib/cni/portmap
            }
            firewall() { echo '{'$head',"type":"firewall","prevResult":'$1'}' | /usr/lib/cni/firewall; }
            ip netns add seven
            export CNI_COMMAND=ADD
            result=$(bridge | tr -d ' \\n\\t')
            portmap "$result"
            firewall "$result"
            export CNI_COMMAND=DEL
            firewall "$result"
            portmap "$result"
            bridge "$result"
            ip netns del seven
            """;

    @Test
    void whatPluginsKeepIsNoLeak() throws Exception {
        Shell.run(SCRIPT);
    }

    @AfterEach
    void forgetSettings() throws Exception {
        Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "0");
    }
}
