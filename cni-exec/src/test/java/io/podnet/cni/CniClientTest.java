package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client does better than libcni. */
class CniClientTest {
    @TempDir
    Path directory;

    private FakePlugin first;
    private FakePlugin second;
    private FakePlugin third;
    private NetworkConfigList network;
    private Attachment attachment;
    private CniClient cni;

    @BeforeEach
    void install() {
        first = FakePlugin.install("first", directory).answers("ADD", FakePlugin.RESULT);
        second = FakePlugin.install("second", directory).answers("ADD", FakePlugin.RESULT);
        third = FakePlugin.install("third", directory).answers("ADD", FakePlugin.RESULT);
        network = NetworkConfigList.parse("{\"cniVersion\":\"1.0.0\",\"name\":\"net\",\"plugins\":["
                + "{\"type\":\"first\",\"capabilities\":{\"portMappings\":true}},{\"type\":\"second\"},"
                + "{\"type\":\"third\"}]}");
        attachment = Attachment.builder("c0ffee", Path.of("/proc/self/ns/net")).build();
        cni = CniClient.builder()
                .pluginPath(List.of(first.bin()))
                .cacheDirectory(directory.resolve("cache"))
                .build();
    }

    private Path entry() {
        return directory.resolve("cache/results/net-c0ffee-eth0");
    }

    @Test
    void addThenDelete() {
        CniResult result = cni.add(network, attachment);
        assertThat(result.ips()).hasSize(1);
        assertThat(first.log()).containsExactly("first ADD", "second ADD", "third ADD");
        assertThat(entry()).exists();
        assertThat(cni.attachments()).hasSize(1);
        cni.delete(network, attachment);
        assertThat(first.log().subList(3, 6)).containsExactly("third DEL", "second DEL", "first DEL");
        assertThat(entry()).doesNotExist();
    }

    @Test
    void aFailedAddIsUndoneInReverse() {
        second.fails("ADD", 100, "no luck", "really");
        CniException failure = catchThrowableOfType(CniException.class, () -> cni.add(network, attachment));
        assertThat(failure).hasMessage("network \"net\": plugin type=\"second\" failed (add): no luck; really");
        assertThat(failure.code()).isEqualTo(100);
        assertThat(first.log()).containsExactly("first ADD", "second ADD", "second DEL", "first DEL");
        assertThat(second.call("DEL").stdin()).contains("\"prevResult\":{");
        assertThat(entry()).doesNotExist();
    }

    @Test
    void deleteGoesOnAndKeepsTheEntry() {
        cni.add(network, attachment);
        first.clearLog();
        third.fails("DEL", 101, "stuck", "");
        first.fails("DEL", 102, "jammed", "");
        CniException failure = catchThrowableOfType(CniException.class, () -> cni.delete(network, attachment));
        assertThat(failure.code()).isEqualTo(101);
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(first.log()).containsExactly("third DEL", "second DEL", "first DEL");
        assertThat(Files.exists(entry())).isTrue();
        third.recovers("DEL");
        first.recovers("DEL");
        cni.delete(network, attachment);
        assertThat(entry()).doesNotExist();
    }

    @Test
    void aMissingPluginIsFoundWithoutStartingAny() throws Exception {
        cni.requirePlugins(network);
        Files.delete(third.bin().resolve("third"));
        CniException failure = catchThrowableOfType(CniException.class, () -> cni.requirePlugins(network));
        assertThat(failure.errorCode()).isEqualTo("cni-plugin-not-found");
        assertThat(failure.plugin()).contains("third");
        assertThat(failure).hasMessageStartingWith("network \"net\": plugin type=\"third\" failed (add): ");
        assertThat(first.log()).isEmpty();
    }
}
