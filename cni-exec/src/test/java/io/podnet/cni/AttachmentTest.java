// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.base.MacAddress;
import io.podnet.base.PortMapping;
import io.podnet.cni.internal.json.Json;
import io.podnet.cni.internal.json.PlainValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttachmentTest {
    private static String json(Attachment attachment) {
        return Json.compact(PlainValues.toTree("x", attachment.capabilityArgs()));
    }

    @Test
    void writesCapabilitiesAsPluginsReadThem() {
        Attachment attachment = Attachment.builder("c0ffee", Path.of("/run/netns/blue"))
                .portMappings(List.of(PortMapping.tcp(8080, 80), PortMapping.parse("[::1]:53:5353/udp")))
                .bandwidth(new Bandwidth(1_000_000, 8_000, 0, 0))
                .dns(new CniDns(List.of("10.0.0.1"), "ignored", List.of("example.org"), List.of()))
                .ips(List.of(IpAddresses.parse("10.0.0.5"), IpAddresses.parse("fd00::5")))
                .mac(MacAddress.parse("02:00:5E:00:53:01"))
                .aliases(Map.of("net", List.of("web", "www")))
                .ipRanges(List.of(List.of(new IpRange(
                        IpPrefix.parse("10.1.0.0/16"),
                        Optional.of(IpAddresses.parse("10.1.2.0")),
                        Optional.empty(),
                        Optional.of(IpAddresses.parse("10.1.0.1"))))))
                .build();
        assertThat(json(attachment))
                .isEqualTo("{\"aliases\":{\"net\":[\"web\",\"www\"]},"
                        + "\"bandwidth\":{\"ingressRate\":1000000,\"ingressBurst\":8000},"
                        + "\"dns\":{\"servers\":[\"10.0.0.1\"],\"searches\":[\"example.org\"]},"
                        + "\"ipRanges\":[[{\"subnet\":\"10.1.0.0/16\",\"rangeStart\":\"10.1.2.0\",\"gateway\":\"10.1.0.1\"}]],"
                        + "\"ips\":[\"10.0.0.5\",\"fd00::5\"],"
                        + "\"mac\":\"02:00:5e:00:53:01\","
                        + "\"portMappings\":[{\"hostPort\":8080,\"containerPort\":80,\"protocol\":\"tcp\"},"
                        + "{\"hostPort\":53,\"containerPort\":5353,\"protocol\":\"udp\",\"hostIP\":\"::1\"}]}");
        assertThat(json(attachment.toBuilder()
                        .capabilityArgs(Map.of())
                        .ipPrefixes(List.of(IpPrefix.parse("10.0.0.5/8")))
                        .build()))
                .isEqualTo("{\"ips\":[\"10.0.0.5/8\"]}");
    }

    @Test
    void refusesAPortThatIsStillOpen() {
        Attachment.Builder builder = Attachment.builder("c0ffee");
        assertThatThrownBy(() -> builder.portMappings(List.of(PortMapping.tcp(0, 80))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("a port of the host must be chosen before");
    }

    @Test
    void refusesWhatJsonCannotSay() {
        Attachment.Builder builder = Attachment.builder("c0ffee");
        assertThatThrownBy(() -> builder.capability("x", Map.of("y", new Object())))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("capability argument x.y");
    }

    @Test
    void doesNotChangeWithWhatItWasGiven() {
        List<String> names = new ArrayList<>(List.of("web"));
        Attachment attachment =
                Attachment.builder("c0ffee").capability("names", names).build();
        names.add("www");
        assertThat(json(attachment)).isEqualTo("{\"names\":[\"web\"]}");
        assertThatThrownBy(() -> attachment.capabilityArgs().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void comparesByItsParts() {
        Attachment attachment = Attachment.builder("c0ffee", Path.of("/run/netns/blue"))
                .arg("K8S_POD_NAME", "web")
                .arg("K8S_POD_NAME", "again")
                .build();
        assertThat(attachment.toBuilder().build()).isEqualTo(attachment).hasSameHashCodeAs(attachment);
        assertThat(attachment.toBuilder().ifName("eth1").build()).isNotEqualTo(attachment);
        assertThat(attachment.args())
                .containsExactly(
                        new Attachment.Arg("K8S_POD_NAME", "web"), new Attachment.Arg("K8S_POD_NAME", "again"));
        assertThat(attachment).hasToString("c0ffee/eth0 in /run/netns/blue");
    }
}
