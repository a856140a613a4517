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
import io.podnet.netns.linux.Syscalls;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the kernel does not do, with its reasons, and its own words where it has any. */
@OnPrivateHost
class RefusalsTest {
    private static final LinkAddress ADDRESS = LinkAddress.of(IpPrefix.parse("10.9.0.1/24"));

    private TestNetns netns;
    private RtNetlink rtnl;
    private int v0;

    @BeforeEach
    void makeALink() throws Exception {
        netns = TestNetns.create("alpha");
        rtnl = netns.rtnl;
        v0 = rtnl.links().createVeth(named("v0").up(), named("v1")).index();
    }

    @AfterEach
    void removeIt() {
        netns.close();
    }

    @Test
    void whatIsThereAlready() {
        rtnl.addresses().add(v0, ADDRESS);
        Route route = Route.to(IpPrefix.parse("10.10.0.0/16")).link(v0).build();
        rtnl.routes().add(route);

        refused(
                () -> rtnl.links().createBridge(named("v0").mtu(1400)),
                Errno.EEXIST,
                "RTM_NEWLINK(bridge name v0, mtu 1400): EEXIST (17) File exists");
        refused(
                () -> rtnl.links().createVeth(named("v2"), named("v1")),
                Errno.EEXIST,
                "RTM_NEWLINK(veth name v2, peer: name v1): EEXIST (17) File exists");
        refused(
                () -> rtnl.links().set(v0, new LinkSettings().down().name(LinkName.of("v1"))),
                Errno.EEXIST,
                "RTM_SETLINK(link " + v0 + ": name v1, up off): EEXIST (17) File exists");
        refused(
                () -> rtnl.addresses().add(v0, ADDRESS),
                Errno.EEXIST,
                "RTM_NEWADDR(10.9.0.1/24 on link " + v0 + "): EEXIST (17) File exists");
        refused(
                () -> rtnl.routes().add(route),
                Errno.EEXIST,
                "RTM_NEWROUTE(10.10.0.0/16 on link " + v0 + "): EEXIST (17) File exists");
        // Nothing half-made is left of a veth with one good name.
        assertThat(rtnl.links().list()).hasSize(3);
    }

    @Test
    void whatIsNotThere() {
        Route route = Route.to(IpPrefix.parse("10.10.0.0/16"))
                .via(IpAddresses.parse("10.9.0.7"))
                .table(77)
                .build();

        refused(
                () -> rtnl.links().set(99, new LinkSettings().up()),
                Errno.ENODEV,
                "RTM_SETLINK(link 99: up on): ENODEV (19) No such device");
        refused(() -> rtnl.links().delete(99), Errno.ENODEV, "RTM_DELLINK(link 99): ENODEV (19) No such device");
        refused(() -> rtnl.addresses().add(99, ADDRESS), Errno.ENODEV, "RTM_NEWADDR(10.9.0.1/24 on link 99): ENODEV");
        refused(() -> rtnl.addresses().list(99), Errno.ENODEV, "RTM_GETADDR(link 99): ENODEV (19) No such device");
        refused(
                () -> rtnl.addresses().remove(v0, ADDRESS),
                Errno.EADDRNOTAVAIL,
                "RTM_DELADDR(10.9.0.1/24 on link " + v0 + "): EADDRNOTAVAIL (99)");
        refused(
                () -> rtnl.routes().remove(route),
                Errno.ESRCH,
                "RTM_DELROUTE(10.10.0.0/16 via 10.9.0.7, table 77): ESRCH (3) No such process");
        assertThat(rtnl.links().find(99)).isEmpty();
        assertThat(rtnl.links().find(LinkName.of("nowhere"))).isEmpty();
    }

    @Test
    void theKernelsOwnWordsAreInTheMessage() {
        refused(
                () -> rtnl.links().set(v0, new LinkSettings().mtu(10)),
                Errno.EINVAL,
                "RTM_SETLINK(link " + v0 + ": mtu 10): EINVAL (22) Invalid argument: mtu less than device minimum");
        refused(
                () -> rtnl.links().set(v0, new LinkSettings().mtu(70000)),
                Errno.EINVAL,
                "mtu 70000): EINVAL (22) Invalid argument: mtu greater than device maximum");
        refused(
                () -> rtnl.routes()
                        .add(Route.to(IpPrefix.parse("10.10.0.0/16"))
                                .via(IpAddresses.parse("10.77.0.7"))
                                .build()),
                Errno.ENETUNREACH,
                "RTM_NEWROUTE(10.10.0.0/16 via 10.77.0.7): ENETUNREACH (101) Network is unreachable: "
                        + "Nexthop has invalid gateway");
        refused(
                () -> rtnl.routes()
                        .add(Route.to(IpPrefix.parse("10.10.0.0/16"))
                                .link(rtnl.links()
                                        .find(LinkName.of("v1"))
                                        .orElseThrow()
                                        .index())
                                .build()),
                Errno.ENETDOWN,
                "Device for nexthop is not up");
    }

    @Test
    void whatALinkCannotDo() {
        refused(() -> rtnl.links().delete(1), Errno.EOPNOTSUPP, "RTM_DELLINK(link 1): EOPNOTSUPP (95)");
        refused(() -> rtnl.links().setHairpin(v0, true), Errno.EOPNOTSUPP, "hairpin on");
        refused(() -> rtnl.links().set(v0, new LinkSettings().master(1)), Errno.EOPNOTSUPP, "master 1");
    }

    @Test
    void aFileThatIsNoNamespace() {
        try (var file = Syscalls.open(Path.of("/dev/null"), Syscalls.O_RDONLY, 0)) {
            refused(() -> rtnl.netnsId(file), Errno.EINVAL, "RTM_GETNSID(/dev/null");
            assertThatThrownBy(() ->
                            rtnl.links().createVeth(named("v2"), named("v3").netns(file)))
                    .isInstanceOf(NativeException.class)
                    .hasMessageContaining("netns /dev/null");
        }
        assertThat(rtnl.links().list()).hasSize(3);
    }

    @Test
    void aClosedSocket() {
        netns.rtnl.close();
        netns.rtnl.close();
        assertThatThrownBy(() -> rtnl.links().list())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void withoutTheCapabilityItNamesIt() {
        CommandResult result = Place.host()
                .command(
                        "setpriv",
                        "--bounding-set=-net_admin,-sys_admin",
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Unprivileged.class.getName())
                .run();
        assertThat(result.succeeded().stdout())
                .contains("reads 2 links")
                .contains("RTM_SETLINK(link 1: mtu 1400): EPERM (1) Operation not permitted")
                .contains("CAP_NET_ADMIN");
    }

    /** Runs in a process without CAP_NET_ADMIN. */
    static final class Unprivileged {
        private Unprivileged() {}

        public static void main(String[] args) {
            try (RtNetlink rtnl = RtNetlink.open()) {
                System.out.println("reads " + rtnl.links().list().size() + " links");
                rtnl.links().set(1, new LinkSettings().mtu(1400));
                System.out.println("may change them");
            } catch (NativeException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static void refused(ThrowingCallable request, Errno errno, String message) {
        assertThatExceptionOfType(NativeException.class)
                .isThrownBy(request)
                .withMessageContaining(message)
                .matches(e -> e.is(errno), "is " + errno);
    }

    private static LinkSettings named(String name) {
        return LinkSettings.named(LinkName.of(name));
    }
}
