// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import io.podnet.netns.LinkName;
import io.podnet.netns.NetnsException;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.NetSysctls;
import io.podnet.netns.linux.Sysctl;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** Sysctls of a namespace from threads that are elsewhere. */
class NetSysctlsTest {
    @Test
    void areThoseOfTheNamespaceInWhichTheyWereOpened() throws Exception {
        try (TestNetns pod = TestNetns.create("sysctls-pod");
                NetSysctls sysctls = pod.place.call(NetSysctls::open)) {
            int index = pod.rtnl.links().createBridge(LinkSettings.named(LinkName.of("br.0")));
            String key = "ipv4/conf/br.0/arp_notify";
            assertThat(sysctls.read(key)).isEqualTo("0");
            pod.rtnl.links().set(index, new LinkSettings().arpNotify(true));
            assertThat(sysctls.read(key)).isEqualTo("1");
            pod.rtnl.links().set(index, new LinkSettings().arpNotify(false));
            assertThat(sysctls.read(key)).isEqualTo("0");

            String before = Sysctl.read("net/ipv6/conf/all/forwarding");
            sysctls.write("ipv6/conf/all/forwarding", before.equals("1") ? "0" : "1");
            assertThat(Sysctl.read("net/ipv6/conf/all/forwarding")).isEqualTo(before);
            assertThat(sysctls.read("ipv6/conf/all/forwarding"))
                    .isNotEqualTo(before)
                    .isEqualTo(
                            pod.sh("cat /proc/sys/net/ipv6/conf/all/forwarding").strip());

            assertThatThrownBy(() -> sysctls.read("ipv4/conf/nope/arp_notify"))
                    .isInstanceOf(NetnsException.class)
                    .hasMessageContaining("sysctl net/ipv4/conf/nope/arp_notify cannot be read")
                    .hasCauseInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> sysctls.write("ipv4/ip_forward", "many"))
                    .isInstanceOf(NetnsException.class)
                    .hasMessageContaining("\"many\"");
            for (String bad : new String[] {"core/somaxconn", "ipv4/../core/somaxconn", "ipv4", "ipv4/", ""}) {
                assertThatThrownBy(() -> sysctls.read(bad)).isInstanceOf(InvalidValueException.class);
            }
        }
    }
}
