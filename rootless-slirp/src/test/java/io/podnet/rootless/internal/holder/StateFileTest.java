// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.BootId;
import io.podnet.base.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
    @TempDir
    Path directory;

    private Path path;
    private StateFile file;

    @BeforeEach
    void open() {
        path = directory.resolve("record.json");
        file = new StateFile(path);
    }

    private static SavedState state() {
        SavedState state = new SavedState();
        state.id = "3f2a";
        state.phase = SavedState.Phase.UP;
        state.holder = ProcessIdentity.current();
        state.userNamespace = "user:[4026532317]";
        SavedStackFacts facts = new SavedStackFacts(
                "tap0",
                "/run/api.sock",
                "",
                true,
                false,
                "10.0.2.0/24",
                "10.0.2.100",
                "10.0.2.2",
                List.of("10.0.2.3", "fd00::3"),
                "fd00::/64");
        state.stacks.put(
                SavedState.SHARED,
                new SavedStack("slirp4netns", List.of("mtu=1500"), "", List.of("8080:80/tcp"), facts, null));
        state.forwards.add(new SavedForward(
                "web", "shared", "slirp4netns", "8080:80/tcp", "/run/netns/web", "10.88.0.2", "", true, ""));
        state.helpers.put("shared/rootlesskit/rk-1", new SavedHelper(new ProcessIdentity(7, 8), Set.of("a", "b")));
        return state;
    }

    @Test
    void remembersEverything() {
        SavedState saved = state();
        file.save(saved);
        SavedState loaded = file.load().orElseThrow();
        assertThat(loaded).usingRecursiveComparison().isEqualTo(saved);
        assertThat(loaded.isUp()).isTrue();
        assertThat(loaded.stacks.get("shared").facts().addresses().dns()).hasSize(2);
        assertThat(loaded.forwards.get(0).toForward().port()).hasToString("8080:80/tcp");
    }

    @Test
    void isTheUsersAlone() throws IOException {
        file.save(state());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void knowsNothingWithoutAFile() {
        assertThat(file.load()).isEmpty();
    }

    @Test
    void forgetsWhatWasBeforeTheBoot() throws IOException {
        file.save(state());
        String before = Files.readString(path).replace(BootId.current().value(), "another");
        Files.writeString(path, before);
        assertThat(file.load()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"version\":1,",
                "{\"version\":2}",
                "{\"colour\":\"red\"}",
                "{\"version\":1,\"holder\":7}",
                "{\"version\":1,\"phase\":\"SIDEWAYS\"}",
                "{\"version\":1,\"boot\":null}",
                "{\"version\":1,\"stacks\":{\"shared\":{}}}",
                "{\"version\":1,\"forwards\":[null]}",
            })
    void goesOnWithoutAFileThatIsOfNoUse(String text) throws IOException {
        Files.writeString(path, text);
        assertThat(file.load()).isEmpty();
    }
}
