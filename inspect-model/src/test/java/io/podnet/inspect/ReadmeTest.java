// SPDX-License-Identifier: Apache-2.0
package io.podnet.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {
    private static final Path SOURCES = Path.of("src/test/java/io/podnet/inspect");

    private static String printed(Consumer<PrintStream> sample) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sample.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static List<String> found(String regex, String text) {
        Matcher matcher = Pattern.compile(regex, Pattern.DOTALL).matcher(text);
        return matcher.results().map(result -> result.group(1)).toList();
    }

    @Test
    void theSamplesAreTheCodeOfTheTests() {
        List<String> shown = found("```java\n(.*?)```", Recordings.read(Path.of("README.md")));
        List<String> tested = Stream.of("ReadPodmanDocument.java", "MakeDocument.java")
                .flatMap(file ->
                        found("// sample: \\w+\n(.*?) *// end", Recordings.read(SOURCES.resolve(file))).stream())
                .map(sample -> sample.stripTrailing().stripIndent() + "\n")
                .toList();
        assertThat(shown).hasSize(2).containsExactlyElementsOf(tested);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "podman-4.3.1/10-dualstack.inspect.json",
                "podman-4.3.1/10-dualstack.networksettings.raw.json",
            })
    void theReadingSampleWorks(String file) {
        String json = Recordings.read(Path.of("src/test/resources", file));
        String name = file.contains(".inspect.") ? "c1" : "";
        assertThat(printed(out -> ReadPodmanDocument.print(json, out)))
                .isEqualTo(name + " has 10.93.0.2/24 on dual\n" + name + " has fd00:93::2/64 on dual\n"
                        + "port 80 is port 8080 of the host\n");
    }

    @Test
    void theMakingSampleWorks() {
        Path cache = Path.of("src/test/resources/podman-4.3.1/01-default.cnicache.podman.eth0.json");
        String result = Replay.json(cache).get("result").toString();
        String json = printed(out -> MakeDocument.print("869dcdab6fcc".repeat(5) + "0000", result, out));
        assertThat(printed(out -> ReadPodmanDocument.print(json, out)))
                .isEqualTo("web has 10.88.0.4/16 on podman\nport 80 is port 8080 of the host\n");
        assertThat(InspectDocument.parseAll(json)
                        .get(0)
                        .networkSettings()
                        .networks()
                        .get("podman")
                        .aliases())
                .containsExactly("www", "869dcdab6fcc");
    }
}
