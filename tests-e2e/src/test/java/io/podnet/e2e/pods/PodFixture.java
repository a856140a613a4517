// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import io.podnet.api.Pod;
import io.podnet.api.PodAttachment;
import io.podnet.api.PodInfo;
import io.podnet.api.PodSpec;
import io.podnet.api.Podnet;
import io.podnet.api.PodnetBuilder;
import io.podnet.base.IpAddresses;
import io.podnet.e2e.shared.KeepsPluginState;
import io.podnet.testkit.CommandResult;
import io.podnet.testkit.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A podnet with networks of its own, through the API of this JVM. */
@KeepsPluginState
abstract class PodFixture {
    static final Path DISTRIBUTION = Path.of("/usr/lib/cni");

    @TempDir
    Path directory;

    Path config;
    Path plugins;
    Podnet podnet;
    final Place host = Place.host();

    @BeforeEach
    void open() throws Exception {
        config = Files.createDirectories(directory.resolve("net.d"));
        plugins = Files.createDirectories(directory.resolve("plugins"));
        network("blue", bridge("cni-blue", "10.81.0.0/24"), PORTMAP, FIREWALL, TUNING);
        network("green", bridge("cni-green", "10.82.0.0/24"), PORTMAP, FIREWALL, TUNING);
        podnet = builder().open();
    }

    @AfterEach
    void close() {
        podnet.close();
    }

    PodnetBuilder builder() {
        return Podnet.builder()
                .configDirectory(config)
                .pluginPath(List.of(plugins, DISTRIBUTION))
                .defaultNetwork("blue");
    }

    static final String PORTMAP = "{\"type\": \"portmap\", \"snat\": true, \"capabilities\": {\"portMappings\": true}}";
    static final String FIREWALL = "{\"type\": \"firewall\"}";
    static final String TUNING = "{\"type\": \"tuning\", \"capabilities\": {\"mac\": true}}";

    static String bridge(String bridge, String... subnets) {
        StringBuilder ranges = new StringBuilder();
        for (String each : subnets) {
            ranges.append(ranges.isEmpty() ? "" : ", ")
                    .append("[{\"subnet\": \"")
                    .append(each)
                    .append("\"}]");
        }
        return """
                {"type": "bridge", "bridge": "%s", "isGateway": true, "ipMasq": true, "hairpinMode": true,
                 "ipam": {"type": "host-local", "ranges": [%s], "routes": [{"dst": "0.0.0.0/0"}]}}""".formatted(bridge, ranges);
    }

    void network(String name, String... chain) throws Exception {
        Files.writeString(config.resolve(name + ".conflist"), """
                {"cniVersion": "1.0.0", "name": "%s", "plugins": [%s]}
                """.formatted(name, String.join(",\n", chain)));
    }

    Pod started(PodSpec.Builder spec) {
        Pod pod = podnet.create(spec.build());
        pod.start();
        return pod;
    }

    static Place inside(Pod pod) {
        return Place.inNamespace(pod.info().netns().orElseThrow());
    }

    static CommandResult inside(Pod pod, String... command) {
        return inside(pod).run(command).succeeded();
    }

    static String address(PodInfo pod, String network) {
        return pod.attachments().stream()
                .filter(each -> each.network().equals(network))
                .map(PodFixture::address)
                .findFirst()
                .orElseThrow();
    }

    static String address(PodAttachment attachment) {
        return IpAddresses.format(attachment.addresses().get(0).address());
    }

    /** Runs a command in a pod through the API, and gives what it says. */
    static String exec(Pod pod, String... command) throws Exception {
        Process process = pod.exec(new ProcessBuilder(command).redirectErrorStream(true));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + status + ": " + said);
        }
        return said;
    }
}
