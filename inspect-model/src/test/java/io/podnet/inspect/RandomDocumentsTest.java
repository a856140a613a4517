// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Give -Dpodnet.seed=N to repeat a run. */
class RandomDocumentsTest {
    private static final int RUNS = 2000;

    private final long seed =
            Long.getLong("podnet.seed", ThreadLocalRandom.current().nextLong());
    private final RandomDocuments documents = new RandomDocuments(seed);

    @BeforeEach
    void printTheSeed(TestReporter reporter) {
        reporter.publishEntry("podnet.seed", Long.toString(seed));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (int i = 0; i < RUNS; i++) {
            NetworkSettings settings = documents.settings();
            String json = settings.toJson();
            NetworkSettings again = NetworkSettings.parse(json);
            assertThat(again).as("seed %d, run %d: %s", seed, i, json).isEqualTo(settings);
            assertThat(again.toJson()).as("seed %d, run %d", seed, i).isEqualTo(json);
        }
    }

    /** Readers in other languages, and docker's, keep keys in any order. */
    @Test
    void theOrderOfKeysDoesNotMatter() throws Exception {
        ObjectMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
        Random random = new Random(seed);
        for (int i = 0; i < RUNS / 10; i++) {
            NetworkSettings settings = documents.settings();
            String shuffled =
                    shuffle(mapper.readTree(settings.toJson()), random).toString();
            NetworkSettings again = NetworkSettings.parse(shuffled);
            assertThat(again.addressing()).as("seed %d, run %d", seed, i).isEqualTo(settings.addressing());
            assertThat(again.ports().keySet())
                    .containsExactlyElementsOf(settings.ports().keySet());
            assertThat(again.networks().keySet())
                    .containsExactlyElementsOf(settings.networks().keySet());
            assertThat(again.unknown().keySet())
                    .containsExactlyInAnyOrderElementsOf(settings.unknown().keySet());
        }
    }

    @Test
    void documentsKeepWhatIsAroundTheSettings() {
        List<InspectDocument> all = Collections.nCopies(20, documents).stream()
                .map(each -> InspectDocument.builder(each.settings())
                        .id("1")
                        .name("web")
                        .status(ContainerStatus.RUNNING)
                        .networkMode("bridge")
                        .build())
                .toList();
        String json = InspectDocument.toJson(all);
        assertThat(InspectDocument.parseAll(json)).as("seed %d", seed).isEqualTo(all);
        assertThat(InspectDocument.toJson(InspectDocument.parseAll(json)))
                .as("seed %d", seed)
                .isEqualTo(json);
    }

    private static JsonNode shuffle(JsonNode node, Random random) {
        if (!node.isObject()) {
            return node;
        }
        ObjectNode shuffled = JsonNodeFactory.instance.objectNode();
        List<Map.Entry<String, JsonNode>> fields = node.properties().stream().collect(Collectors.toList());
        Collections.shuffle(fields, random);
        fields.forEach(each -> shuffled.set(each.getKey(), shuffle(each.getValue(), random)));
        return shuffled;
    }
}
