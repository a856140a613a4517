// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.podnet.cni.internal.json.Json;
import io.podnet.cni.internal.json.JsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory of fake plugins with a cache beside it, and clients that use both. */
@Timeout(120)
abstract class ClientFixture {
    static final String ID = "some-container-id";
    static final String IF_NAME = "some-eth0";
    static final String NETNS = "/some/netns/path";

    /** A namespace that is there. */
    static final Path LIVE = Path.of("/proc/self/ns/net");

    @TempDir
    Path directory;

    final FakePlugin install(String type) {
        return FakePlugin.install(type, directory);
    }

    final Path bin() {
        return directory.resolve("bin");
    }

    final Path cache() {
        return directory.resolve("cache");
    }

    /** A client that does what libcni does. */
    final CniClient libcni() {
        return client().mode(CniMode.LIBCNI).build();
    }

    /** A client that does better. */
    final CniClient improved() {
        return client().build();
    }

    final CniClient.Builder client() {
        return CniClient.builder()
                .pluginPath(List.of(bin()))
                .cacheDirectory(cache())
                .deadline(Duration.ofSeconds(60));
    }

    /** A network of one plugin, as libcni makes it of a {@code .conf} file. */
    static NetworkConfigList single(String json) {
        return NetworkConfigList.of(PluginConfig.parse(json));
    }

    final Path cacheFile(String network) {
        return cacheFile(network, ID, IF_NAME);
    }

    final Path cacheFile(String network, String containerId, String ifName) {
        return cache().resolve("results").resolve(network + "-" + containerId + "-" + ifName);
    }

    final void writeCache(String network, String content) {
        try {
            Files.createDirectories(cache().resolve("results"));
            Files.writeString(cacheFile(network), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    interface Work {
        void run();
    }

    static CniException failure(Work work) {
        CniException failure = catchThrowableOfType(CniException.class, work::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    static JsonNode json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonException e) {
            throw new AssertionError(text, e);
        }
    }
}
