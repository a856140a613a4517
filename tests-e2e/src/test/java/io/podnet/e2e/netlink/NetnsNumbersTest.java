// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import io.podnet.netns.linux.Errno;
import io.podnet.netns.linux.LinkRequests;
import io.podnet.netns.linux.LinkSettings;
import io.podnet.netns.linux.MacvlanMode;
import io.podnet.netns.linux.NativeException;
import io.podnet.testkit.Place;
import java.time.Duration;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Namespaces that another one knows by a number, and that need no name then. */
class NetnsNumbersTest {
    private static final int NUMBER = 123_456_789;
    private static final LinkName LINK = LinkName.of("mv0");

    @Test
    void linksAreFoundAndDeletedByNumber() throws Exception {
        try (TestNetns host = TestNetns.create("numbers-host");
                TestNetns pod = TestNetns.create("numbers-pod")) {
            assertThat(host.rtnl.netnsId(pod.file)).isEmpty();
            host.rtnl.setNetnsId(pod.file, NUMBER);
            assertThat(host.rtnl.netnsId(pod.file)).isEqualTo(OptionalInt.of(NUMBER));
            int bridge = host.rtnl
                    .links()
                    .createBridge(LinkSettings.named(LinkName.of("br0")).up());
            host.rtnl.links().createMacvlan(LinkSettings.named(LINK).netns(pod.file), bridge, MacvlanMode.BRIDGE);

            LinkRequests there = host.rtnl.links().in(NUMBER);
            Link link = there.find(LINK).orElseThrow();
            assertThat(link).isEqualTo(pod.link("mv0"));
            assertThat(there.find(link.index())).contains(link);
            assertThat(there.list()).isEqualTo(pod.rtnl.links().list());
            assertThat(there.listDetails()).hasSize(2);
            there.delete(link.index());
            assertThat(pod.rtnl.links().find(LINK)).isEmpty();
            assertThat(there.find(LINK)).isEmpty();
        }
    }

    @Test
    void aNamespaceWithoutANameHasItsNumberForAsLongAsItLives() throws Exception {
        try (TestNetns host = TestNetns.create("numbers-host")) {
            try (TestNetns pod = TestNetns.create("numbers-pod")) {
                host.rtnl.setNetnsId(pod.file, NUMBER);
                Place.host().run("umount", "--lazy", "/run/netns/numbers-pod").succeeded();

                LinkRequests there = host.rtnl.links().in(NUMBER);
                assertThat(there.find(LinkName.of("lo"))).isPresent();
            }
            // The last descriptor is closed: the namespace ends, and nothing is found by its number.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(host.rtnl.links().in(NUMBER).find(LinkName.of("lo")))
                            .isEmpty());
        }
    }

    @Test
    void refusals() throws Exception {
        try (TestNetns host = TestNetns.create("numbers-host");
                TestNetns pod = TestNetns.create("numbers-pod");
                TestNetns other = TestNetns.create("numbers-other")) {
            host.rtnl.setNetnsId(pod.file, NUMBER);
            assertThatThrownBy(() -> host.rtnl.setNetnsId(pod.file, NUMBER + 1))
                    .isInstanceOfSatisfying(
                            NativeException.class,
                            e -> assertThat(e.is(Errno.EEXIST)).isTrue())
                    .hasMessageContaining("numbers-pod")
                    .hasMessageContaining("number 123456790");
            assertThatThrownBy(() -> host.rtnl.setNetnsId(other.file, NUMBER))
                    .isInstanceOfSatisfying(
                            NativeException.class,
                            e -> assertThat(e.is(Errno.EEXIST)).isTrue());

            LinkRequests there = host.rtnl.links().in(NUMBER);
            assertThatThrownBy(() -> there.delete(4711))
                    .isInstanceOf(NativeException.class)
                    .hasMessageContaining("link 4711 in namespace number 123456789");
            // The kernel would make it here.
            assertThatThrownBy(() -> there.createBridge(LinkSettings.named(LINK)))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("123456789");
            assertThatThrownBy(() -> there.set(1, new LinkSettings().up())).isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> there.setHairpin(1, true)).isInstanceOf(InvalidValueException.class);
        }
    }
}
