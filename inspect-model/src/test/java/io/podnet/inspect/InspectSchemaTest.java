// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class InspectSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "urn:podnet:inspect:network-settings";
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            Dialects.getDraft202012(), builder -> builder.schemas(Map.of(ID, InspectSchema.text())));

    private final Schema settings = REGISTRY.getSchema(SchemaLocation.of(ID));
    private final Schema documents = REGISTRY.getSchema(SchemaLocation.of(ID + "#/$defs/documents"));

    static Stream<Path> printed() {
        return Stream.concat(
                Recordings.endingIn(".networksettings.raw.json").stream(),
                Recordings.endingIn(".v3-derived-by-rule.json").stream());
    }

    static Stream<Path> inspected() {
        return Stream.concat(
                Recordings.endingIn(".inspect.json").stream(), Recordings.endingIn(".podman-inspect.json").stream());
    }

    private static List<String> faults(Schema schema, String json) throws Exception {
        return schema.validate(JSON.readTree(json)).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void isItselfAWellFormedSchema() throws Exception {
        Schema meta =
                REGISTRY.getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));
        assertThat(faults(meta, InspectSchema.text())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("printed")
    void allowsWhatPodmanPrints(Path file) throws Exception {
        assertThat(faults(settings, Recordings.read(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("inspected")
    void allowsTheDocumentsOfPodman(Path file) throws Exception {
        String json = Recordings.read(file);
        assertThat(faults(documents, json.startsWith("[") ? json : "[" + json + "]"))
                .isEmpty();
    }

    @Test
    void allowsWhatTheConvertersMake() throws Exception {
        for (String backend : List.of("podman", "podman-v3")) {
            Inspector inspector = Inspector.builder().backend(backend).build();
            List<InspectDocument> made = Recordings.endingIn(".networksettings.raw.json").stream()
                    .map(file -> inspector.document(Replay.of(file)))
                    .toList();
            assertThat(faults(documents, InspectDocument.toJson(made))).isEmpty();
        }
    }

    @Test
    void allowsAnythingUnknown() throws Exception {
        String json = NetworkSettings.parse(
                        "{\"New\":[1],\"Networks\":{\"n\":{\"New\":{}}},\"Ports\":{\"1/udp\":[{\"New\":null,"
                                + "\"HostPort\":\"1\"}]},\"SecondaryIPAddresses\":[{\"PrefixLength\":1,\"New\":1}]}")
                .toJson();
        assertThat(faults(settings, json)).isEmpty();
    }

    /** Every key that the writer always writes is required, on both levels. */
    @Test
    void requiresWhatIsAlwaysThere() throws Exception {
        NetworkSettings.Builder made =
                NetworkSettings.builder().network("n", EndpointSettings.of("n", Addressing.NONE, List.of()));
        JsonNode whole = JSON.readTree(made.build().toJson());
        List<String> checked = new ArrayList<>();
        for (String at : List.of("", "/Networks/n")) {
            for (var key : whole.at(at).properties()) {
                if (!key.getKey().equals("Networks")) {
                    JsonNode broken = whole.deepCopy();
                    ((ObjectNode) broken.at(at)).remove(key.getKey());
                    assertThat(faults(settings, broken.toString()))
                            .as("without %s%s", at, key.getKey())
                            .isNotEmpty();
                    checked.add(key.getKey());
                }
            }
        }
        assertThat(checked).hasSize(15 + 12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/IPPrefixLen | \"16\"",
                "/IPPrefixLen | 129",
                "/Gateway | null",
                "/Ports | null",
                "/Ports | {\"80\":null}",
                "/Ports | {\"80/tcp\":[]}",
                "/Ports | {\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":80}]}",
                "/Networks | {}",
                "/Networks | {\"n\":{}}",
                "/SecondaryIPAddresses | [\"10.0.0.1\"]",
                "/SecondaryIPAddresses | [{\"Addr\":\"10.0.0.1\"}]",
                "/SecondaryIPv6Addresses | null",
                "/AdditionalMACAddresses | [1]",
                "/HairpinMode | 0",
            })
    void refusesOtherKinds(String path, String value) throws Exception {
        ObjectNode whole =
                (ObjectNode) JSON.readTree(NetworkSettings.builder().build().toJson());
        assertThat(faults(settings, whole.toString())).isEmpty();
        whole.set(path.substring(1), JSON.readTree(value));
        assertThat(faults(settings, whole.toString())).isNotEmpty();
    }
}
