// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.netns.LinkAddress;
import io.podnet.netns.LinkName;
import io.podnet.netns.Route;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.NativeException;
import io.podnet.netns.linux.RtNetlink;
import io.podnet.testkit.OnPrivateHost;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders that go to the kernel at once. */
@OnPrivateHost
class TogetherTest {
    private static final LinkAddress ADDRESS = LinkAddress.of(IpPrefix.parse("10.9.0.1/24"));
    private static final LinkAddress OTHER = LinkAddress.of(IpPrefix.parse("fd00:9::1/64"));
    private static final IpPrefix FAR = IpPrefix.parse("10.10.0.0/16");

    private TestNetns netns;
    private RtNetlink rtnl;
    private int v0;

    @BeforeEach
    void makeALink() throws Exception {
        netns = TestNetns.create("alpha");
        rtnl = netns.rtnl;
        v0 = rtnl.links()
                .createVeth(LinkSettings.named(LinkName.of("v0")), LinkSettings.named(LinkName.of("v1")))
                .index();
    }

    @AfterEach
    void removeIt() {
        netns.close();
    }

    private static Route route() {
        return Route.to(FAR).via(IpAddresses.parse("10.9.0.7")).build();
    }

    @Test
    void areDoneInTheirOrder() {
        // A route wants the link up, and an address beside its gateway.
        rtnl.together(() -> {
            rtnl.addresses().add(v0, ADDRESS);
            rtnl.addresses().add(v0, OTHER);
            rtnl.links().set(v0, new LinkSettings().up());
            rtnl.routes().add(route());
        });

        assertThat(rtnl.addresses().listIpv4(v0))
                .extracting(LinkAddress::prefix)
                .containsExactly(ADDRESS.prefix());
        assertThat(rtnl.addresses().listIpv6(v0))
                .extracting(LinkAddress::prefix)
                .contains(OTHER.prefix());
        assertThat(rtnl.routes().list()).extracting(Route::destination).contains(FAR);
    }

    @Test
    void areTriedThoughOneIsRefused() {
        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(() -> rtnl.together(() -> {
                    rtnl.addresses().add(v0, ADDRESS);
                    rtnl.links().set(v0, new LinkSettings().mtu(10));
                    rtnl.addresses().add(99, OTHER);
                    rtnl.links().set(v0, new LinkSettings().up());
                }))
                .withMessageStartingWith("RTM_SETLINK(link " + v0
                        + ": mtu 10): EINVAL (22) Invalid argument: mtu less than device minimum")
                .matches(e -> e.is(Errno.EINVAL))
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .asString()
                        .contains("RTM_NEWADDR(fd00:9::1/64 on link 99): ENODEV (19) No such device"));

        assertThat(rtnl.links().find(v0).orElseThrow().isUp()).isTrue();
        assertThat(rtnl.addresses().listIpv4(v0)).hasSize(1);
    }

    @Test
    void areAsWellTriedIfTheFirstIsRefused() {
        assertThatThrownBy(() -> rtnl.together(() -> {
                    rtnl.routes().add(route());
                    rtnl.links().set(v0, new LinkSettings().up());
                }))
                .hasMessageContaining("ENETUNREACH")
                .hasNoSuppressedExceptions();
        assertThat(rtnl.links().find(v0).orElseThrow().isUp()).isTrue();
    }

    @Test
    void mayBeMany() {
        rtnl.together(() -> {
            for (int i = 1; i <= 100; i++) {
                rtnl.addresses().add(v0, LinkAddress.of(IpPrefix.parse("10.9.1." + i + "/24")));
            }
        });
        assertThat(rtnl.addresses().list(v0)).hasSize(100);
        List<LinkAddress> again = rtnl.addresses().listIpv4(v0);

        // Each refusal is an answer of its own.
        assertThatThrownBy(() -> rtnl.together(
                        () -> again.forEach(each -> rtnl.addresses().add(v0, each))))
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(99));
    }
}
