// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkRequests;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.NativeException;
import io.podnet.testkit.OnPrivateHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be asked of a link without waiting for those who change links is what RTM_GETLINK says. */
@OnPrivateHost
class LinkGlancesTest {
    private static final LinkName V0 = LinkName.of("v0");
    private static final LinkName V1 = LinkName.of("fifteen-letters");

    private TestNetns netns;
    private LinkRequests links;

    @BeforeEach
    void makeALink() throws Exception {
        netns = TestNetns.create("alpha");
        links = netns.rtnl.links();
        links.createVeth(LinkSettings.named(V0), LinkSettings.named(V1));
    }

    @AfterEach
    void removeIt() {
        netns.close();
    }

    @Test
    void agreeWithTheWholeAnswer() {
        for (Link link : links.list()) {
            assertThat(links.nameOf(link.index())).contains(link.name());
            if (!link.name().equals(LinkName.LOOPBACK)) {
                assertThat(links.macAddressOf(link.name()))
                        .isEqualTo(link.macAddress())
                        .isPresent();
            }
        }
        assertThat(links.macAddressOf(LinkName.LOOPBACK)).isEmpty();
    }

    @Test
    void aLinkThatIsNotThere() {
        assertThat(links.nameOf(99)).isEmpty();
        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(() -> links.macAddressOf(LinkName.of("nowhere")))
                .withMessage("SIOCGIFHWADDR(nowhere): ENODEV (19) No such device")
                .matches(e -> e.is(Errno.ENODEV));
    }
}
