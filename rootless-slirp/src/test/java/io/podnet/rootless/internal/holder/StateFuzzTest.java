// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.podnet.base.BootId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Feeds anything to what reads files of the runtime directory and of the host. The inputs in the resources are replayed by
 * every build; {@code scripts/fuzz} looks for more.
 */
class StateFuzzTest {
    /** A state that is taken can be used: it has no holes, and what it holds as text can be read. */
    @FuzzTest(maxDuration = "1m")
    void readsAnyState(byte[] bytes) throws Exception {
        Path path = Files.createTempFile("state-fuzz-", ".json");
        try {
            // Inputs cannot know which boot this is.
            Files.writeString(
                    path,
                    new String(bytes, ISO_8859_1)
                            .replace("BOOT", BootId.current().value()),
                    ISO_8859_1);
            StateFile file = new StateFile(path);
            Optional<SavedState> state = file.load();
            if (state.isEmpty()) {
                return;
            }
            state.get().stacks.values().forEach(each -> {
                assertThat(each.isAlive() && each.process() == null).isFalse();
                assertThat(each.facts().addresses()).isNotNull();
                assertThat(each.options()).doesNotContainNull();
            });
            state.get().forwards.forEach(each -> assertThat(each.toForward()).isNotNull());
            state.get()
                    .helpers
                    .values()
                    .forEach(each -> assertThat(each.purpose()).doesNotContainNull());
            file.save(state.get());
            assertThat(file.load().orElseThrow()).usingRecursiveComparison().isEqualTo(state.get());
        } finally {
            Files.delete(path);
        }
    }

    /** Whatever the host's resolv.conf is, that of the namespace says the same to those who read it again. */
    @FuzzTest(maxDuration = "1m")
    void readsAnyResolvConf(byte[] bytes) {
        ResolvConf read = ResolvConf.parse(new String(bytes, StandardCharsets.ISO_8859_1));
        ResolvConf again = ResolvConf.parse(read.toString());
        assertThat(again.servers()).isEqualTo(read.servers());
        assertThat(again.options()).isEqualTo(read.options());
        assertThat(ResolvConf.parse(again.toString())).isEqualTo(again);
    }
}
