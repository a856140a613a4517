// SPDX-License-Identifier: Apache-2.0
package io.podnet.e2e.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.api.PodAttachment;
import io.podnet.api.PodInfo;
import io.podnet.api.PodState;
import io.podnet.testkit.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Compares what podnet says of a pod with what there is: in the kernel, in CNI's cache, among the leases, in the filter. */
final class Agreement {
    private static final Path RESULTS = Path.of("/var/lib/cni/results");
    private static final Path LEASES = Path.of("/var/lib/cni/networks");
    private static final List<String> MAPS = List.of("ports4", "ports6", "host_ports4", "host_ports6");

    private Agreement() {}

    /** A pod of which nothing is under way: what is on record is there, and nothing else is. */
    static void holds(PodInfo pod) throws IOException {
        List<String> interfaces =
                pod.attachments().stream().map(PodAttachment::ifName).sorted().toList();
        if (pod.state() == PodState.RUNNING) {
            List<String> links = new ArrayList<>(links(pod));
            assertThat(links.remove("lo")).isTrue();
            assertThat(links).as("links of %s", pod).isEqualTo(interfaces);
        } else {
            assertThat(interfaces).isEmpty();
            assertThat(files(Path.of("/run/netns"))).as("pins").noneMatch(name -> name.startsWith("podnet-"));
        }
        assertThat(files(RESULTS))
                .as("attachments that CNI remembers")
                .containsExactlyInAnyOrderElementsOf(pod.attachments().stream()
                        .map(each -> each.network() + "-" + pod.id() + "-" + each.ifName())
                        .toList());
        assertThat(leases(pod))
                .as("leases")
                .containsExactlyInAnyOrderElementsOf(pod.attachments().stream()
                        .map(each -> each.network() + "/" + PodFixture.address(each) + " " + each.ifName())
                        .toList());
        assertThat(rules(pod).isEmpty())
                .as("no rules for ports: %s", rules(pod))
                .isEqualTo(pod.ports().isEmpty() || pod.attachments().isEmpty());
    }

    private static List<String> links(PodInfo pod) {
        return Place.inNamespace(pod.netns().orElseThrow())
                .run("ip", "-oneline", "link")
                .succeeded()
                .stdout()
                .lines()
                .map(line -> line.split("[ :@]+")[1])
                .sorted()
                .toList();
    }

    /** What leads from ports to a pod: rules of the executables, elements of our own table. */
    private static List<String> rules(PodInfo pod) {
        Stream<String> executables = Place.host()
                .run("iptables", "-t", "nat", "-S")
                .succeeded()
                .stdout()
                .lines();
        Stream<String> natives = MAPS.stream()
                .map(map -> Place.host().run("nft", "list", "map", "inet", "podnet", map))
                .flatMap(list -> list.stdout().lines());
        return Stream.concat(executables.filter(line -> line.contains("dnat name:")), natives)
                .filter(line -> line.contains(pod.id().value()))
                .toList();
    }

    static List<String> leases(PodInfo pod) throws IOException {
        List<String> leases = new ArrayList<>();
        for (String network : files(LEASES)) {
            for (String address : files(LEASES.resolve(network))) {
                String owner = Files.readString(LEASES.resolve(network).resolve(address));
                if (owner.startsWith(pod.id().value())) {
                    leases.add(network + "/" + address + " "
                            + owner.lines().skip(1).findFirst().orElse(""));
                }
            }
        }
        return leases;
    }

    static List<String> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }
}
