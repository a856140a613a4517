// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.api.AddressRequest;
import io.podnet.api.DnsSettings;
import io.podnet.api.HostEntry;
import io.podnet.api.NetworkMode;
import io.podnet.api.Pod;
import io.podnet.api.PodException;
import io.podnet.api.PodNetwork;
import io.podnet.api.PodSpec;
import io.podnet.api.PodState;
import io.podnet.api.PodStats;
import io.podnet.base.IpAddresses;
import io.podnet.base.MacAddress;
import io.podnet.base.PortMapping;
import io.podnet.netns.Namespaces;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsName;
import io.podnet.testkit.Place;
import io.podnet.testkit.TestProcess;
import io.podnet.testkit.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pod in each mode: what it sees, what it may, and that nothing is left of it. */
@Tag("smoke")
class ModesTest extends PodFixture {
    @Test
    void bridgeWithSeveralNetworksNamesTheirInterfaces() throws Exception {
        Pod pod = started(PodSpec.builder()
                .name("web")
                .networks(
                        List.of("blue:ip=10.81.0.77,mac=02:00:00:00:00:77,interface_name=eth1", "green:ip=10.82.0.9")));
        String addresses = inside(pod, "ip", "-brief", "address").stdout();
        assertThat(addresses).contains("lo ", "10.81.0.77/24", "10.82.0.9/24");
        assertThat(addresses.lines().filter(line -> line.startsWith("eth1")))
                .singleElement()
                .asString()
                .contains("10.81.0.77/24");
        assertThat(addresses.lines().filter(line -> line.startsWith("eth0")))
                .singleElement()
                .asString()
                .contains("10.82.0.9/24");
        assertThat(inside(pod, "cat", "/sys/class/net/lo/operstate").stdout()).isEqualTo("unknown\n");
        assertThat(inside(pod, "ip", "link", "show", "eth1").stdout()).contains("02:00:00:00:00:77");
        assertThat(pod.info().networks())
                .extracting(each -> each.interfaceName().orElseThrow())
                .containsExactly("eth1", "eth0");
        pod.stop();
        assertThat(pod.info().state()).isEqualTo(PodState.STOPPED);
        // The lease is back: the same address again.
        pod.start();
        assertThat(address(pod.info(), "blue")).isEqualTo("10.81.0.77");
        pod.remove();
    }

    @Test
    void requestedAddressesCountOnce() {
        Pod pod = podnet.create(
                PodSpec.builder().ip(IpAddresses.parse("10.81.0.40")).build());
        pod.start(new AddressRequest(
                Optional.of(IpAddresses.parse("10.81.0.50")), Optional.of(MacAddress.parse("02:00:00:00:00:50"))));
        assertThat(address(pod.info(), "blue")).isEqualTo("10.81.0.50");
        assertThat(pod.info().attachments().get(0).mac()).contains(MacAddress.parse("02:00:00:00:00:50"));
        pod.stop();
        assertThatThrownBy(() ->
                        pod.start(new AddressRequest(Optional.of(IpAddresses.parse("10.99.0.50")), Optional.empty())))
                .hasMessage("requested static ip 10.99.0.50 not in any subnet on network blue");
        pod.start();
        assertThat(address(pod.info(), "blue")).isEqualTo("10.81.0.40");
        pod.remove();
    }

    @Test
    void severalAddressesOfOneNetworkWithoutTheCapability() throws Exception {
        network("dual", bridge("cni-dual", "10.83.0.0/24", "fd83::/64"), FIREWALL);
        Pod pod = started(PodSpec.builder().networks(List.of("dual:ip=10.83.0.7,ip=fd83::7")));
        assertThat(pod.info().attachments().get(0).addresses()).hasToString("[10.83.0.7/24, fd83::7/64]");
        assertThat(inside(pod, "ip", "address").stdout()).contains("10.83.0.7/24", "fd83::7/64");
        pod.remove();
    }

    @Test
    void noneHasNothingButTheLoopback() throws Exception {
        Pod pod = started(PodSpec.builder().mode(NetworkMode.none()).publish(PortMapping.tcp(8080, 80)));
        assertThat(inside(pod, "ip", "-brief", "link").lines())
                .singleElement()
                .asString()
                .startsWith("lo ");
        assertThat(inside(pod, "ip", "-brief", "address").stdout()).contains("127.0.0.1/8");
        assertThat(pod.info().ports()).as("discarded").isEmpty();
        pod.remove();
    }

    @Test
    void hostIsWhereWeAre() throws Exception {
        Pod pod = started(PodSpec.builder().mode(NetworkMode.host()));
        assertThat(exec(pod, "ip", "-brief", "address"))
                .isEqualTo(host.run("ip", "-brief", "address").stdout());
        assertThat(pod.info().netns()).isEmpty();
        assertThat(pod.stats().interfaces()).isEmpty();
        Process sleep = pod.exec(new ProcessBuilder("sleep", "1000"));
        pod.remove();
        assertThat(sleep.isAlive()).as("what runs inside ends with the pod").isFalse();
    }

    @Test
    void aNamespaceOfOthersIsJoinedAndNeverRemoved() throws Exception {
        try (Namespaces namespaces = Namespaces.open()) {
            try (Netns theirs = namespaces.create(NetnsName.of("theirs"))) {
                Path file = theirs.path().orElseThrow();
                assertThatThrownBy(() -> podnet.create(PodSpec.builder()
                                .mode(NetworkMode.parse("ns:/nonexistent"))
                                .build()))
                        .hasMessage("cannot find specified network namespace path: stat /nonexistent: no such file or"
                                + " directory");
                Pod pod = started(PodSpec.builder().mode(NetworkMode.ofPath(file)));
                assertThat(exec(pod, "readlink", "/proc/self/ns/net").strip())
                        .isEqualTo(theirs.identity().toString());
                assertThat(pod.info().netns()).contains(file);
                assertThatThrownBy(() -> pod.connect(PodNetwork.of("blue")))
                        .hasMessage("\"ns:" + file + "\" is not supported: invalid network mode");
                pod.stop();
                pod.remove();
                try (Netns still = namespaces.open(file)) {
                    assertThat(still.identity()).isEqualTo(theirs.identity());
                }
            } finally {
                namespaces.remove(NetnsName.of("theirs"));
            }
        }
    }

    @Test
    void aProcessThatRunsGetsANetwork() throws Exception {
        try (TestProcess process =
                host.command("unshare", "--net", "sleep", "1000").start()) {
            await(() -> !Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/net"))
                    .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/net"))));
            Pod pod = podnet.create(
                    PodSpec.builder().publish(PortMapping.tcp(8080, 80)).build());
            assertThatThrownBy(() -> pod.startAround(ProcessHandle.current().pid()))
                    .isInstanceOfSatisfying(
                            PodException.class, e -> assertThat(e.errorCode()).isEqualTo("netns-unknown"));
            pod.startAround(process.pid());
            Place theirs = Place.ofProcess(process.pid());
            assertThat(theirs.run("ip", "-brief", "address").stdout()).contains(address(pod.info(), "blue"));
            try (TestServer server = theirs.serveTcp(80)) {
                assertThat(host.askTcp("127.0.0.1", 8080, "hello").text()).isEqualTo("hello");
            }
            pod.stop();
            assertThat(process.isAlive()).isTrue();
            assertThat(theirs.run("ip", "-brief", "link").lines())
                    .singleElement()
                    .asString()
                    .startsWith("lo ");
            pod.remove();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) {
        Awaitility.await().until(condition::holds);
    }

    @Test
    void podsShareANamespaceByWayOfOthersToo() throws Exception {
        Pod owner = podnet.create(PodSpec.builder().name("owner").build());
        Pod first = podnet.create(
                PodSpec.builder().name("first").mode(NetworkMode.ofPod("owner")).build());
        Pod second = podnet.create(PodSpec.builder()
                .name("second")
                .mode(NetworkMode.ofPod("first"))
                .build());
        assertThatThrownBy(() -> podnet.create(
                        PodSpec.builder().mode(NetworkMode.ofPod("nobody")).build()))
                .hasMessage(
                        "looking up pod to share net namespace with: no pod with name or ID \"nobody\" found: no such"
                                + " pod");
        assertThatThrownBy(second::start)
                .hasMessage("pod second: pod owner, whose network namespace it shares, is created");
        owner.start();
        first.start();
        second.start();
        assertThat(second.info().netns()).isEqualTo(owner.info().netns());
        assertThat(exec(second, "ip", "-brief", "address")).contains(address(owner.info(), "blue"));
        assertThat(exec(second, "cat", "/etc/hosts")).contains(" owner\n");
        // Packets of IPv6 come at any time: what the one sees lies between what the other one saw before and sees
        // later.
        PodStats before = owner.stats();
        PodStats seen = second.stats();
        PodStats after = owner.stats();
        assertThat(seen.interfaces().keySet())
                .isEqualTo(before.interfaces().keySet())
                .isNotEmpty();
        assertThat(seen.total().rxBytes())
                .isBetween(before.total().rxBytes(), after.total().rxBytes());
        assertThat(seen.total().txBytes())
                .isBetween(before.total().txBytes(), after.total().txBytes());
        assertThatThrownBy(owner::remove)
                .hasMessageStartingWith("pod " + owner.id() + " has dependent pods which must be removed before it: ")
                .hasMessageContaining(second.id().value());
        Process sleep = second.exec(new ProcessBuilder("sleep", "1000"));
        owner.remove(true);
        assertThat(sleep.isAlive()).isFalse();
        assertThat(second.info().state()).isEqualTo(PodState.STOPPED);
        assertThatThrownBy(second::start)
                .hasMessage("pod first: pod " + owner.id()
                        + ", whose network namespace it shares, is no more: no such pod");
        second.remove();
        first.remove();
    }

    @Test
    void commandsInsideResolveNamesAsThePodSays() throws Exception {
        Pod pod = started(PodSpec.builder()
                .name("named")
                .dns(new DnsSettings(
                        List.of(IpAddresses.parse("192.0.2.53")), List.of("example.test"), List.of("ndots:3")))
                .addHost(HostEntry.parse("db:192.0.2.7"))
                .addHost(HostEntry.parse("me:host-gateway")));
        assertThat(exec(pod, "cat", "/etc/resolv.conf"))
                .isEqualTo("search example.test\nnameserver 192.0.2.53\noptions ndots:3\n");
        assertThat(exec(pod, "cat", "/etc/hosts"))
                .startsWith("192.0.2.7\tdb\n10.81.0.1\tme\n")
                .endsWith(address(pod.info(), "blue") + "\t" + pod.id().shortened() + " named\n");
        assertThat(exec(pod, "getent", "ahostsv4", "db")).startsWith("192.0.2.7");
        assertThat(Files.readString(Path.of("/etc/hosts"))).doesNotContain("192.0.2.7");
        // Who runs already sees what a connect adds.
        Process watch = pod.exec(new ProcessBuilder("sh", "-c", "read line; cat /etc/hosts"));
        pod.connect(PodNetwork.of("green"));
        watch.getOutputStream().write('\n');
        watch.getOutputStream().close();
        assertThat(new String(watch.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains(address(pod.info(), "green") + "\t" + pod.id().shortened() + " named\n");
        assertThatThrownBy(() -> pod.exec(new ProcessBuilder("no-such-program")))
                .hasMessage("cannot run \"no-such-program\": no such program");
        pod.remove();
    }
}
