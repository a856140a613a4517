// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.nativeplugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.cni.Attachment;
import io.podnet.cni.CniClient;
import io.podnet.cni.NetworkConfigList;
import io.podnet.netns.Namespaces;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsAction;
import io.podnet.netns.NetnsName;
import io.podnet.testkit.OnPrivateHost;
import io.podnet.testkit.Place;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plugins that are called by a thread in another namespace than the JVM's: that one is their host, and nobody stays there. */
@OnPrivateHost
@LeavesNativeMarks
class ElsewhereTest {
    private final NetworkConfigList network = NetworkConfigList.parse("""
            {"cniVersion":"1.0.0","name":"net","plugins":[{"type":"bridge","bridge":"cni6","isGateway":true,"ipMasq":true,
            "ipam":{"type":"host-local","ranges":[[{"subnet":"10.86.0.0/24"}]]}},{"type":"firewall"}]}""");

    @BeforeEach
    void makePod() {
        Plugins.namespace("pod");
    }

    @AfterEach
    void removePod() {
        Plugins.remove("pod");
    }

    private static List<String> links(Place place) {
        return place.run("ip", "-brief", "link").lines();
    }

    /** The pod's namespace loses its name while somebody stays inside, so that the kernel does not take its links away. */
    private static void loseName(NetnsAction<Exception> meanwhile) throws Exception {
        Process inside =
                new ProcessBuilder("ip", "netns", "exec", "pod", "sh", "-c", "echo inside; exec sleep 60").start();
        try {
            assertThat(inside.inputReader().readLine()).isEqualTo("inside");
            Plugins.remove("pod");
            meanwhile.run();
        } finally {
            inside.destroyForcibly().waitFor();
        }
    }

    private static void awaitNoVeth(Place host) throws InterruptedException {
        for (int i = 0; i < 100 && links(host).stream().anyMatch(line -> line.startsWith("veth")); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(links(host)).noneMatch(line -> line.startsWith("veth"));
    }

    @Test
    void theThreadsNamespaceIsTheHost() throws Exception {
        Attachment attachment = Attachment.builder("first", Plugins.file("pod")).build();
        NetnsName name = NetnsName.of("host6");
        try (CniClient cni = Plugins.client("native");
                Namespaces namespaces = Namespaces.open()) {
            // Once from here, so that what is kept for the next call is there.
            cni.add(network, attachment);
            cni.delete(network, attachment);
            Place.host().run("ip", "link", "delete", "cni6").succeeded();
            try (Netns host = namespaces.create(name)) {
                Place there = Place.inNamespace(Plugins.file("host6"));
                host.call(() -> cni.add(network, attachment));
                assertThat(links(there))
                        .anyMatch(line -> line.startsWith("cni6"))
                        .anyMatch(line -> line.startsWith("veth"));
                assertThat(there.run("nft", "list", "table", "inet", "podnet").stdout())
                        .contains("first");
                assertThat(links(Place.host())).noneMatch(line -> line.startsWith("cni6"));
                assertThat(Place.inNamespace(Plugins.file("pod"))
                                .run("ip", "address", "show", "eth0")
                                .stdout())
                        .contains("10.86.0.");
                host.run(() -> cni.delete(network, attachment));
                assertThat(links(there)).noneMatch(line -> line.startsWith("veth"));
                host.call(() -> cni.add(network, attachment));
                loseName(() -> {
                    host.run(() -> cni.delete(network, attachment));
                    awaitNoVeth(there);
                });
            } finally {
                namespaces.remove(name);
            }
        }
    }
}
