// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.podnet.base.InvalidValueException;
import io.podnet.cni.internal.verb.Diagnosis;
import io.podnet.cni.spi.PluginReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Feeds anything to the decoders of what is written down or handed over besides configurations and results. The inputs in
 * the resources are replayed by every build; {@code scripts/fuzz} looks for more.
 */
class CacheFuzzTest {
    private static final NetworkConfigList NETWORK =
            NetworkConfigList.parse("{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"plugins\":[{\"type\":\"noop\"}]}");

    /** Whatever lies in the place of an entry, listing leaves it out or shows it, and DEL gets to its end. */
    @FuzzTest(maxDuration = "1m")
    void readsAnyCacheFile(byte[] bytes) throws IOException {
        Path directory = Files.createTempDirectory("cache-fuzz-");
        try {
            Path results = Files.createDirectories(directory.resolve("results"));
            Files.write(results.resolve("net-id-eth0"), bytes);
            Attachment attachment = Attachment.builder("id").build();
            try (CniClient cni = CniClient.builder()
                    .invokers(List.of(new FakeInvoker(call -> FakeInvoker.success(""))))
                    .pluginPath(List.of())
                    .cacheDirectory(directory)
                    .build()) {
                cni.attachments();
                try {
                    cni.attachment("net", attachment.id());
                } catch (CniException e) {
                    assertThat(e.errorCode()).isEqualTo("cni-cache-invalid");
                }
                try {
                    cni.delete(NETWORK, attachment);
                } catch (CniException e) {
                    // The entry may name a plugin that is not there; then it stays for those who have it.
                    assertThat(e.errorCode()).isNotEqualTo("cni-cache-invalid");
                }
            }
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    @FuzzTest(maxDuration = "1m")
    void readsAnyErrorOfAPlugin(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        for (CniMode mode : CniMode.values()) {
            CniException failure =
                    new Diagnosis(mode).of(new PluginReply(1, text, "")).build();
            assertThat(failure.errorCode()).isEqualTo("cni-plugin-failed");
            if (mode == CniMode.IMPROVED) {
                assertThat(failure.msg()).isNotEmpty();
            }
        }
    }

    @FuzzTest(maxDuration = "1m")
    void readsAnyArguments(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        try {
            assertThat(Attachment.Arg.parse(text))
                    .allSatisfy(arg -> assertThat(arg.key()).isNotEmpty());
        } catch (InvalidValueException e) {
            assertThat(e).hasMessageContaining("CNI_ARGS pair");
        }
        try {
            Attachment attachment =
                    Attachment.builder("id").capabilityJson(text).build();
            assertThat(attachment.toBuilder().build()).isEqualTo(attachment);
        } catch (InvalidValueException e) {
            assertThat(e).hasMessageContaining("capability argument");
        }
    }
}
