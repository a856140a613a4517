// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.IpAddresses;
import io.podnet.base.PortMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compiles the samples of the module's README, and sees to it that they are the same. */
class ReadmeTest {
    private static final Pattern SAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    static void one() {
        NetworkConfigList network = NetworkConfigList.load(Path.of("/etc/cni/net.d"), "podnet");
        System.out.println(network);
    }

    static void all() {
        Networks networks = Networks.read(Path.of("/etc/cni/net.d"));
        networks.problems().forEach(problem -> System.err.println(problem.getMessage()));
        networks.defaultNetwork().ifPresent(network -> System.out.println(network.name() + " " + network.plugins()));
    }

    static void watched() {
        try (NetworkDirectory directory = NetworkDirectory.builder(Path.of("/etc/cni/net.d"))
                        .defaultNetwork("podnet")
                        .onChange(networks -> System.out.println(networks.all()))
                        .watch()
                        .open();
                CniClient client = CniClient.builder().networks(directory).build()) {
            client.status(directory.networks().get("podnet"));
        }
    }

    static void attachment() {
        Attachment eth0 = Attachment.builder("c0ffee", Path.of("/run/netns/blue"))
                .portMappings(List.of(PortMapping.tcp(8080, 80)))
                .bandwidth(new Bandwidth(10_000_000, 1_000_000, 0, 0))
                .arg("K8S_POD_NAME", "web")
                .build();
        System.out.println(eth0);
    }

    static void results() {
        CniResult result = CniResult.parse(
                "{\"cniVersion\":\"0.4.0\",\"ips\":[{\"version\":\"4\",\"address\":\"10.88.0.2/16\"}]}");
        for (CniIp ip : result.ips()) {
            System.out.println(ip.address() + " via "
                    + ip.gateway().map(IpAddresses::format).orElse("nobody"));
        }
        Result100 newest = result.latest();
        String forAnOldPlugin = newest.as(CniVersion.V0_2_0).toJson();
        System.out.println(forAnOldPlugin);
    }

    static void pluginAlone() {
        PluginConfig plugin = PluginConfig.parse("{\"cniVersion\":\"1.0.0\",\"name\":\"lo\",\"type\":\"loopback\"}");
        NetworkConfigList network = NetworkConfigList.of(plugin);
        assertThat(network.name()).isEqualTo("lo");
    }

    @Test
    void saysWhatIsCompiledHere() throws IOException {
        String source = squeezed(Files.readString(Path.of("src/test/java/io/podnet/cni/ReadmeTest.java"))
                // The end-to-end tests compile and run this one.
                + Files.readString(Path.of("../samples/cni-exec/src/main/java/com/example/attach/Attach.java")));
        Matcher samples = SAMPLE.matcher(Files.readString(Path.of("README.md")));
        int count = 0;
        while (samples.find()) {
            assertThat(source).contains(squeezed(samples.group(1)));
            count++;
        }
        assertThat(count).isGreaterThanOrEqualTo(5);
    }

    // The formatter breaks lines of a test otherwise than those of a sample.
    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void runsWhereNothingOfTheMachineIsNeeded() {
        attachment();
        results();
        pluginAlone();
    }
}
