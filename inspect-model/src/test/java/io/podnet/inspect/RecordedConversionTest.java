// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What podman printed, made again of its command line and of what the plugins reported. */
class RecordedConversionTest {
    private static final String RAW = ".networksettings.raw.json";
    private static final String V3 = ".v3-derived-by-rule.json";

    static List<Path> printed() {
        return Recordings.endingIn(RAW);
    }

    static List<Path> derived() {
        return Recordings.endingIn(V3);
    }

    static List<Path> inspected() {
        return Recordings.endingIn(".inspect.json");
    }

    private static Path besides(Path file, String suffix, String other) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - suffix.length()) + other);
    }

    @Test
    void allCasesAreHere() {
        assertThat(printed()).hasSize(32);
        assertThat(derived()).hasSize(14);
        assertThat(inspected()).hasSize(20);
    }

    @ParameterizedTest
    @MethodSource("printed")
    void printsWhatPodmanPrinted(Path file) {
        String expected = Recordings.read(file);
        Inspector inspector = Inspector.builder().fidelity(Fidelity.PODMAN).build();
        String json = inspector.settings(Replay.of(file)).toJson();
        assertThat(Lines.of(json)).containsExactlyElementsOf(Lines.of(expected));
        assertThat(json).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("printed")
    void improvesOnlyWhatMisleads(Path file) {
        String expected = Recordings.read(file).replace("<nil>", "");
        if (file.toString().contains("37-old")) {
            // A result of CNI 0.2.0 names no interface; podman 4 then shows no address at all.
            expected = expected.replace(
                    "\"old\":{\"EndpointID\":\"\",\"Gateway\":\"\",\"IPAddress\":\"\",\"IPPrefixLen\":0",
                    "\"old\":{\"EndpointID\":\"\",\"Gateway\":\"10.66.0.1\",\"IPAddress\":\"10.66.0.2\",\"IPPrefixLen\":24");
        }
        assertThat(Inspector.builder().build().settings(Replay.of(file)).toJson())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("derived")
    void followsTheRulesOfVersion3(Path file) {
        Inspector inspector = Inspector.builder().backend("podman-v3").build();
        // podman 3 named its namespaces cni-UUID.
        String json = inspector
                .settings(Replay.of(besides(file, V3, RAW)))
                .toJson()
                .replace("/run/netns/netns-", "/run/netns/cni-");
        assertThat(Lines.of(json)).containsExactlyElementsOf(Lines.of(Recordings.read(file)));
        assertThat(json).isEqualTo(Recordings.read(file));
    }

    @ParameterizedTest
    @MethodSource("inspected")
    void makesTheDocumentAroundIt(Path file) {
        InspectDocument expected =
                InspectDocument.parseAll(Recordings.read(file)).get(0);
        InspectDocument document = Inspector.builder().build().document(Replay.of(besides(file, ".inspect.json", RAW)));
        assertThat(document.networkSettings()).isEqualTo(expected.networkSettings());
        assertThat(document.field("HostConfig")).isEqualTo(expected.field("HostConfig"));
        assertThat(document.field("Id")).isEqualTo(expected.field("Id"));
        assertThat(document.field("Name")).isEqualTo(expected.field("Name"));
        assertThat(document.field("State"))
                .hasToString(
                        "Optional[{\"Status\":" + expected.field("State.Status").orElseThrow() + "}]");
    }

    @Test
    void saysAboutASharedNamespaceWhatPodmanSays() {
        for (Path file : printed()) {
            if (file.toString().contains("33-shared")) {
                InspectDocument document = Inspector.builder().build().document(Replay.of(file));
                String owner = Recordings.read(besides(file, RAW, ".id"));
                assertThat(document.networkMode()).isEqualTo("container:" + owner);
                assertThat(document.portBindings()).isEmpty();
                assertThat(document.networkSettings().ports()).containsKey("80/tcp");
            }
        }
    }

    @Test
    void refusesWhatPodmanRefuses() {
        String step = "podman-4.3.1-more/32-mismatch";
        assertThat(Files.exists(Path.of("src/test/resources", step + ".cmd"))).isTrue();
        // Go's dump of a map of structures has the names as its keys.
        String expected = Replay.lastError(step).replaceFirst("map\\[net1:\\{.*} podman:\\{.*}]", "[net1 podman]");
        PodNetworkView view = Replay.of(Path.of("src/test/resources", step + RAW));
        assertThatThrownBy(() -> Inspector.builder().build().settings(view))
                .isInstanceOf(InspectException.class)
                .hasMessage(expected)
                .hasMessage("network inspection mismatch: asked to join 2 network(s) [net1 podman], but have "
                        + "information on 1 network(s): internal libpod error");
    }
}
