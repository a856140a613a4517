// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.testkit.Facet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpLineTest {
    @Test
    void keepsWhatSomebodyConfiguredOfALink() {
        String line =
                "4: veth0@if2: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1400 qdisc noqueue master br0 state DOWN mode"
                        + " DEFAULT group default qlen 1000\\    link/ether e6:69:2d:f7:f7:9d brd ff:ff:ff:ff:ff:ff link-netns x"
                        + " promiscuity 1  allmulti 1 minmtu 68 maxmtu 65535 \\    veth \\    bridge_slave state disabled";
        assertThat(IpLine.read("ip", line))
                .contains(
                        new IpLine(Facet.LINKS, "veth0 (veth) mtu 1400 qdisc noqueue master br0 e6:69:2d:f7:f7:9d up"));
    }

    @Test
    void aBridgeHasNoAddressOfItsOwn() {
        String line =
                "3: br0: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 1000\\"
                        + "    link/ether e6:69:2d:f7:f7:9d brd ff:ff:ff:ff:ff:ff promiscuity 0  allmulti 0 minmtu 68 maxmtu 65535 \\"
                        + "    bridge forward_delay 1500 hello_time 200";
        assertThat(IpLine.read("ip", line)).contains(new IpLine(Facet.LINKS, "br0 (bridge) mtu 1500 qdisc noop down"));
    }

    @Test
    void readsAddressesRulesAndRoutes() {
        assertThat(IpLine.read(
                        "ip",
                        "2: eth0    inet 203.0.113.2/24 scope global eth0\\       valid_lft 77sec preferred_lft 7sec"))
                .contains(new IpLine(Facet.ADDRESSES, "eth0 203.0.113.2/24"));
        assertThat(IpLine.read("ip6", "7:\tfrom 10.0.0.0/8 lookup 7 proto unspec"))
                .contains(new IpLine(Facet.RULES, "ip6 7: from 10.0.0.0/8 lookup 7 proto unspec"));
        assertThat(IpLine.read(
                        "ip", "unicast default via 203.0.113.1 dev eth0 table main proto boot scope global linkdown "))
                .contains(new IpLine(
                        Facet.ROUTES, "unicast default via 203.0.113.1 dev eth0 table main proto boot scope global"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2: eth0    inet6 fe80::ff:fe00:7102/64 scope link \\       valid_lft forever preferred_lft forever",
                "unicast 203.0.113.0/24 dev eth0 table main proto kernel scope link src 203.0.113.2 ",
                "0:\tfrom all lookup local proto kernel",
            })
    void leavesOutWhatTheKernelMakesByItself(String line) {
        assertThat(IpLine.read("ip", line)).isEmpty();
    }
}
