// SPDX-License-Identifier: Apache-2.0
package io.podnet.testkit.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NftRulesetTest {
    @Test
    void saysOfEachLineWhereItStands() {
        assertThat(read("""
                        table inet podnet {
                        	map ports {
                        		type inet_service : ipv4_addr . inet_service
                        		elements = { 80 : 10.0.0.1 . 80,
                        			     81 : 10.0.0.1 . 81 }
                        	}

                        	chain in {
                        		type nat hook prerouting priority dstnat; policy accept;
                        		dnat ip to tcp dport map @ports
                        	}
                        }
                        """))
                .containsExactly(
                        "table inet podnet",
                        "inet podnet map ports",
                        "inet podnet ports: type inet_service : ipv4_addr . inet_service",
                        "inet podnet ports: elements = { 80 : 10.0.0.1 . 80,",
                        "inet podnet ports: 81 : 10.0.0.1 . 81 }",
                        "inet podnet chain in",
                        "inet podnet in: type nat hook prerouting priority dstnat; policy accept;",
                        "inet podnet in: dnat ip to tcp dport map @ports");
    }

    @Test
    void leavesOutWhatIptablesMakesByBeingAsked() {
        assertThat(read("""
                        # Warning: table ip nat is managed by iptables-nft, do not touch!
                        table ip nat {
                        	chain POSTROUTING {
                        		type nat hook postrouting priority srcnat; policy accept;
                        		ip saddr 10.0.0.0/8 counter masquerade
                        	}
                        	chain CNI-X {
                        	}
                        }
                        table ip filter {
                        	chain FORWARD {
                        		type filter hook forward priority filter; policy drop;
                        	}
                        }
                        """))
                .containsExactly(
                        "ip nat POSTROUTING: ip saddr 10.0.0.0/8 counter masquerade",
                        "ip nat chain CNI-X",
                        "ip filter FORWARD: type filter hook forward priority filter; policy drop;");
    }

    private static List<String> read(String text) {
        NftRuleset ruleset = new NftRuleset();
        return text.lines().map(ruleset::read).flatMap(Optional::stream).toList();
    }
}
