// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class InspectDocumentTest {
    static List<Path> printed() {
        return Recordings.endingIn(".inspect.json");
    }

    @ParameterizedTest
    @MethodSource("printed")
    void keepsEveryFieldInItsPlace(Path file) {
        String json = Recordings.read(file);
        InspectDocument document = InspectDocument.parseAll(json).get(0);
        assertThat(document.toString()).isEqualTo(new JsonText(json).text());
        assertThat(document.name()).isEqualTo("c1");
        assertThat(document.id()).hasSize(64);
        assertThat(document.networkMode()).isIn("bridge", "none", "host", "slirp4netns");
        assertThat(document.portBindings()).isEqualTo(document.networkSettings().ports());
    }

    @Test
    void givesBackAWholeInspectByteForByte() {
        List<Path> whole = Recordings.endingIn(".podman-inspect.json");
        assertThat(whole).isNotEmpty();
        for (Path file : whole) {
            String json = Recordings.read(file);
            List<InspectDocument> documents = InspectDocument.parseAll(json);
            assertThat(InspectDocument.toJson(documents)).isEqualTo(json);
            InspectDocument document = documents.get(0);
            assertThat(document.name()).isEqualTo("c1");
            assertThat(document.status()).isEqualTo("running");
            assertThat(document.networkSettings().networks()).containsOnlyKeys("podman");
            assertThat(document.field("RestartCount")).contains(new JsonText("0"));
        }
    }

    @Test
    void readsBareSettings() {
        List<InspectDocument> documents = InspectDocument.parseAll("{\"Ports\":{\"80/tcp\":null}}");
        assertThat(documents).hasSize(1);
        InspectDocument document = documents.get(0);
        assertThat(document.networkSettings().ports()).containsOnlyKeys("80/tcp");
        assertThat(document.fields()).containsOnlyKeys("NetworkSettings");
        assertThat(document.id()).isEmpty();
        assertThat(document.status()).isEmpty();
        assertThat(document.networkMode()).isEmpty();
        assertThat(document.portBindings()).isEmpty();
        assertThat(InspectDocument.parseAll(document.toString())).containsExactly(document);
    }

    @Test
    void readsAnEmptyList() {
        assertThat(InspectDocument.parseAll("[]")).isEmpty();
        assertThat(InspectDocument.toJson(List.of())).isEqualTo("[]");
    }

    @Test
    void replacesTheSettingsInPlace() {
        InspectDocument document = InspectDocument.parseAll("[{\"Id\":\"1\",\"NetworkSettings\":{},\"Z\":[]}]")
                .get(0);
        NetworkSettings settings = NetworkSettings.builder()
                .network("n", EndpointSettings.of("n", Addressing.NONE, List.of("web")))
                .build();
        InspectDocument changed = document.withNetworkSettings(settings);
        assertThat(changed.fields().keySet()).containsExactly("Id", "NetworkSettings", "Z");
        assertThat(changed.networkSettings()).isEqualTo(settings);
        assertThat(InspectDocument.parseAll(changed.toString()).get(0))
                .isEqualTo(changed)
                .hasSameHashCodeAs(changed)
                .isNotEqualTo(document);
        assertThat(document.networkSettings().networks()).isEmpty();
    }

    @Test
    void aFieldIsReplacedInItsPlaceOrAddedAtTheEnd() {
        InspectDocument document = InspectDocument.parseAll("[{\"Id\":\"abc\",\"NetworkSettings\":{},\"Z\":1}]")
                .get(0);
        InspectDocument changed =
                document.withField("Id", new JsonText("\"def\"")).withField("More", new JsonText("[1, 2]"));
        assertThat(changed.toString()).startsWith("{\"Id\":\"def\",").endsWith(",\"Z\":1,\"More\":[1,2]}");
        assertThat(changed.networkSettings()).isEqualTo(document.networkSettings());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> document.withField("NetworkSettings", JsonText.NULL))
                .withMessageContaining("withNetworkSettings");
    }

    @Test
    void makesADocumentInPodmansOrder() {
        InspectDocument document = InspectDocument.builder(
                        NetworkSettings.builder().build())
                .id("abc")
                .name("web")
                .status(ContainerStatus.EXITED)
                .networkMode("bridge")
                .portBindings(Map.of(
                        "80/tcp", List.of(PortBinding.of("", 8080), PortBinding.of("::1", 81)), "443/tcp", List.of()))
                .build();
        assertThat(document.toString())
                .startsWith("{\"Id\":\"abc\",\"State\":{\"Status\":\"exited\"},\"Name\":\"web\",\"NetworkSettings\":{")
                .endsWith("},\"HostConfig\":{\"NetworkMode\":\"bridge\",\"PortBindings\":{\"443/tcp\":null,"
                        + "\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"},"
                        + "{\"HostIp\":\"::1\",\"HostPort\":\"81\"}]}}}");
        assertThat(InspectDocument.parseAll(document.toString())).containsExactly(document);
        assertThat(document.portBindings()).containsOnlyKeys("443/tcp", "80/tcp");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7                          | document: want an object, found 7",
                "[null]                     | [0]: want an object, found null",
                "{}                         | document: want an object with NetworkSettings, or those settings themselves, found the keys []",
                "[{\"Id\":\"a\"}]           | [0]: want an object with NetworkSettings, or those settings themselves, found the keys [Id]",
                "[{\"NetworkSettings\":{}},{\"NetworkSettings\":{\"Gateway\":1}}] | [1].NetworkSettings.Gateway: want a text, found 1",
                "{\"NetworkSettings\":[]}   | document: want an object with NetworkSettings, or those settings themselves, found the keys [NetworkSettings]",
            })
    void namesThePlaceOfAWrongValue(String json, String message) {
        assertThatThrownBy(() -> InspectDocument.parseAll(json))
                .isInstanceOf(InspectException.class)
                .hasMessage(message);
    }

    @Test
    void looksAtPortBindingsWhenAsked() {
        InspectDocument document = InspectDocument.parseAll(
                        "{\"NetworkSettings\":{},\"HostConfig\":{\"PortBindings\":7}}")
                .get(0);
        assertThatThrownBy(document::portBindings)
                .isInstanceOf(InspectException.class)
                .hasMessage("HostConfig.PortBindings: want an object, found 7");
    }
}
