// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory read as ocicni reads it. */
class NetworksTest {
    @TempDir
    Path directory;

    private Path write(String file, String name) throws IOException {
        return Files.writeString(
                directory.resolve(file),
                "{\"name\":\"" + name + "\",\"cniVersion\":\"1.0.0\",\"plugins\":[{\"type\":\"" + file + "\"}]}");
    }

    @Test
    void readsAllKindsOfFilesInTheOrderOfTheirBytes() throws IOException {
        write("af.conflist", "c");
        write("5-b.conflist", "b");
        Files.writeString(directory.resolve("10-a.conf"), "{\"name\":\"a\",\"type\":\"t\"}");
        Files.writeString(directory.resolve("z.json"), "{\"name\":\"d\",\"type\":\"t\"}");
        write("notes.txt", "e");
        Networks networks = Networks.read(directory);
        assertThat(networks.all()).extracting(NetworkConfigList::name).containsExactly("a", "b", "c", "d");
        assertThat(networks.defaultNetwork()).get().returns("a", NetworkConfigList::name);
        assertThat(networks.problems()).isEmpty();
    }

    @Test
    void skipsAndReportsWhatCannotBeUsed() throws IOException {
        Path empty = Files.createFile(directory.resolve("00-empty.conflist"));
        Path half = Files.writeString(directory.resolve("01-half.conflist"), "{\"name\": \"half\", \"plug");
        Path list = write("02-list.conf", "list");
        Path odd = write("03-odd.conflist", "..");
        Path gone = Files.createSymbolicLink(directory.resolve("04-gone.conflist"), Path.of("missing"));
        Path badFolder = write("05-folder.conflist", "folder");
        Path badDropIn = Files.writeString(
                Files.createDirectory(directory.resolve("folder")).resolve("x.conf"), "{}");
        write("06-good.conflist", "good");

        Networks networks = Networks.read(directory);
        assertThat(networks.all()).extracting(NetworkConfigList::name).containsExactly("good");
        assertThat(networks.defaultNetwork()).get().returns("good", NetworkConfigList::name);
        assertThat(networks.problems())
                .extracting(CniException::getMessage)
                .containsExactly(
                        empty + ": error parsing configuration list: unexpected end of JSON input; line 1, column 1",
                        half + ": error parsing configuration list: unexpected end of JSON input; line 1, column 23",
                        list + ": error parsing configuration: missing 'type'",
                        odd + ": invalid characters found in network name; ..",
                        "error reading " + gone + ": open " + gone + ": no such file or directory",
                        badDropIn + ": error parsing configuration: missing 'type'");
        assertThat(badFolder).exists();
    }

    @Test
    void takesTheFirstOfSeveralNetworksWithOneName() throws IOException {
        write("a.conflist", "same");
        Path second = write("b.conflist", "same");
        Networks networks = Networks.read(directory);
        assertThat(networks.get("same").plugins()).singleElement().returns("a.conflist", PluginConfig::type);
        assertThat(networks.problems())
                .singleElement()
                .returns("cni-network-duplicate", CniException::errorCode)
                .returns(second + ": network \"same\" is that of a.conflist already", CniException::getMessage);
    }

    @Test
    void namesANetworkWithoutNameAfterItsFile() throws IOException {
        write("10-x.conflist", "");
        Files.writeString(directory.resolve("20-y.conf"), "{\"type\":\"t\"}");
        Networks networks = Networks.read(directory);
        assertThat(networks.all()).extracting(NetworkConfigList::name).containsExactly("10-x.conflist", "20-y.conf");
        NetworkConfigList named = networks.get("10-x.conflist");
        assertThat(named.bytes()).asString(UTF_8).contains("\"name\":\"\"");
        assertThat(NetworkConfigList.parse(named.cacheBytes()).name()).isEqualTo("10-x.conflist");
    }

    @Test
    void readsNeitherPipesNorDevices() throws Exception {
        Path pipe = directory.resolve("a.conflist");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.createSymbolicLink(directory.resolve("b.conflist"), Path.of("/dev/null"));
        write("c.conflist", "good");
        Networks networks = Networks.read(directory);
        assertThat(networks.all()).extracting(NetworkConfigList::name).containsExactly("good");
        assertThat(networks.problems()).isEmpty();
    }

    @Test
    void hasNothingWhereNoDirectoryIs() throws IOException {
        Networks networks = Networks.read(directory.resolve("missing"));
        assertThat(networks.all()).isEmpty();
        assertThat(networks.problems()).isEmpty();
        assertThat(networks.defaultNetwork()).isEmpty();
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(Networks.read(file).problems())
                .singleElement()
                .returns(file, e -> e.file().orElseThrow());
    }

    @Test
    void saysWhatMayHideANetworkThatIsMissing() throws IOException {
        Path bad = Files.writeString(directory.resolve("x.conflist"), "{");
        Networks networks = Networks.read(directory);
        assertThatThrownBy(() -> networks.get("net"))
                .asInstanceOf(type(CniException.class))
                .returns("cni-network-not-found", CniException::errorCode)
                .returns("net", e -> e.network().orElseThrow())
                .satisfies(e ->
                        assertThat(e.getSuppressed()).singleElement().asString().contains(bad.toString()));
    }
}
