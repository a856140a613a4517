// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.networks;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.api.NetworkInfo;
import io.podnet.api.NetworkSpec;
import io.podnet.api.Pod;
import io.podnet.api.PodSpec;
import io.podnet.api.Podnet;
import io.podnet.base.IpAddresses;
import io.podnet.e2e.NeedsExecutables;
import io.podnet.e2e.commands.Called;
import io.podnet.testkit.Place;
import io.podnet.testkit.RequiresTool;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pods find each other by name, where the plugin dnsname is there. */
@RequiresTool({"/usr/lib/cni/dnsname", "dnsmasq"})
@KeepsNetworkState
@NeedsExecutables(because = "there is no native dnsname")
class NamesTest {
    private final Podnet podnet = Podnet.open();

    @AfterEach
    void removeAll() {
        podnet.removeNetworkAndPods("named");
        podnet.close();
        Place.host().run("sysctl", "-qw", "net.ipv4.ip_forward=0");
    }

    private Pod pod(String name) {
        Pod pod = podnet.create(PodSpec.builder().name(name).network("named").build());
        pod.start();
        return pod;
    }

    @Test
    void aPodIsFoundByItsNameUntilItStops() throws Exception {
        NetworkInfo named =
                podnet.createNetwork(NetworkSpec.builder().name("named").build());
        assertThat(named.dns()).isTrue();
        String gateway = IpAddresses.format(named.subnets().get(0).gateway().orElseThrow());
        Pod web = pod("web");
        Pod client = pod("client");
        InetAddress address = IpAddresses.parse(PodPlace.ipv4(web));
        assertThat(Dns.ask(PodPlace.of(client), gateway, "web")).containsExactly(address);
        assertThat(Dns.ask(PodPlace.of(client), gateway, "web.dns.podman")).containsExactly(address);
        assertThat(Dns.ask(PodPlace.of(client), gateway, "nobody.dns.podman")).isEmpty();
        web.stop();
        assertThat(Dns.ask(PodPlace.of(client), gateway, "web.dns.podman")).isEmpty();
    }

    @Test
    void aPodIsFoundByItsAliasesAsLongAsItIsOnTheNetwork() throws Exception {
        NetworkInfo named =
                podnet.createNetwork(NetworkSpec.builder().name("named").build());
        String gateway = IpAddresses.format(named.subnets().get(0).gateway().orElseThrow());
        Called.here("create", "--name", "web", "--network", "named:alias=shop,alias=cart")
                .ok();
        Called.here("create", "--name", "client", "--network", "named", "--network-alias", "me")
                .ok();
        Called.here("start", "web", "client").ok();
        String web = PodPlace.ipv4(podnet.pod("web"));
        String client = PodPlace.ipv4(podnet.pod("client"));
        // As a program in there sees it: resolv.conf is the pod's own.
        String seen = Called.podnet(
                        "exec",
                        "client",
                        "--",
                        "sh",
                        "-c",
                        "cat /etc/resolv.conf; for i in web shop cart.dns.podman me; do getent ahostsv4 $i; done")
                .ok()
                .out();
        assertThat(seen)
                .contains("nameserver " + gateway + "\n", "search dns.podman")
                .containsPattern(web + " +STREAM web")
                .containsPattern(web + " +STREAM shop")
                .containsPattern(web + " +STREAM cart")
                .containsPattern(client + " +STREAM me");
        Called.here("disconnect", "named", "web").ok();
        assertThat(Dns.ask(PodPlace.of(podnet.pod("client")), gateway, "shop.dns.podman"))
                .isEmpty();
        Called.here("connect", "--alias", "till", "named", "web").ok();
        assertThat(Dns.ask(PodPlace.of(podnet.pod("client")), gateway, "till.dns.podman"))
                .containsExactly(IpAddresses.parse(PodPlace.ipv4(podnet.pod("web"))));
    }
}
