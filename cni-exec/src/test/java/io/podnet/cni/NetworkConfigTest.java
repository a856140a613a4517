// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The behaviours C01 to C45: configurations as libcni's conf.go reads them, with its texts. */
class NetworkConfigTest {
    private static final String SINGLE =
            "{ \"name\": \"some-plugin\", \"type\": \"foobar\", \"some-key\": \"some-value\" }";

    private static final String LIST = """
            {
              "name": "some-network",
              "cniVersion": "0.2.0",
              "disableCheck": true,
              "plugins": [
                {
                  "type": "host-local",
                  "subnet": "10.0.0.1/24"
                },
                {
                  "type": "bridge",
                  "mtu": 1400
                },
                {
                  "type": "port-forwarding",
                  "ports": {"20.0.0.1:8080": "80"}
                }
              ]
            }""";

    private static final String DROP_IN = "{ \"type\": \"bro-check-out-my-plugin\", \"subnet\": \"10.0.0.1/24\" }";

    @TempDir
    Path directory;

    private Path write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private NetworkConfigList load(String name) {
        return NetworkConfigList.load(directory, name);
    }

    private static AbstractObjectAssert<?, CniException> failure(ThrowingCallable call) {
        return assertThatThrownBy(call).asInstanceOf(type(CniException.class));
    }

    private static void fails(ThrowingCallable call, String msg) {
        failure(call).returns(msg, CniException::msg);
    }

    /** A list with the given fields beside its name and version. */
    private static String list(String... fields) {
        return "{\"name\": \"some-network\", \"cniVersion\": \"0.4.0\"" + (fields.length == 0 ? "" : ", ")
                + String.join(", ", fields) + "}";
    }

    private static final String ONE_PLUGIN = "\"plugins\": [{\"type\": \"host-local\", \"subnet\": \"10.0.0.1/24\"}]";

    @Test
    void c01_findsASingleConfByName() throws IOException {
        Path file = write("50-whatever.conf", SINGLE);
        assertThat(PluginConfig.parse(Files.readString(file)).json()).isEqualTo(SINGLE);
        NetworkConfigList network = load("some-plugin");
        assertThat(network.name()).isEqualTo("some-plugin");
        assertThat(network.file()).contains(file);
        assertThat(network.plugins()).singleElement().returns("foobar", PluginConfig::type);
    }

    @Test
    void c02_findsASingleJson() throws IOException {
        write("50-whatever.json", SINGLE);
        assertThat(load("some-plugin").plugins()).singleElement().returns("foobar", PluginConfig::type);
    }

    @Test
    void c03_namesADirectoryThatIsMissing() {
        Path missing = directory.resolve("missing");
        failure(() -> NetworkConfigList.load(missing, "some-plugin"))
                .returns("no net configurations found in " + missing, CniException::msg)
                .returns("cni-no-networks", CniException::errorCode);
    }

    @Test
    void c04_namesANetworkThatIsMissing() throws IOException {
        write("50-whatever.conf", SINGLE);
        failure(() -> load("some-other-plugin"))
                .returns("no net configuration with name \"some-other-plugin\" in " + directory, CniException::msg)
                .returns("cni-network-not-found", CniException::errorCode)
                .returns("some-other-plugin", e -> e.network().orElseThrow());
    }

    @Test
    void c05_stopsAtAMalformedConf() throws IOException {
        write("50-whatever.conf", SINGLE);
        Path bad = write("00-bad.conf", "{");
        failure(() -> load("some-plugin"))
                .returns("error parsing configuration: unexpected end of JSON input", CniException::msg)
                .returns(bad, e -> e.file().orElseThrow())
                .returns("cni-config-invalid", CniException::errorCode)
                .extracting(CniException::getMessage)
                .isEqualTo(bad + ": error parsing configuration: unexpected end of JSON input; line 1, column 2");
    }

    @Test
    void c06_doesNotLookBelow() throws IOException {
        write("50-whatever.conf", SINGLE);
        write("subdir1/subdir2/90-deep.conf", "{ \"name\": \"deep\", \"some-key\": \"some-value\" }");
        assertThatThrownBy(() -> load("deep")).hasMessageStartingWith("no net configuration with name");
    }

    @Test
    void c07_readsCapabilities() {
        PluginConfig plugin = PluginConfig.parse(
                "{ \"name\": \"some-plugin\", \"type\": \"noop\", \"cniVersion\": \"0.3.1\","
                        + " \"capabilities\": { \"portMappings\": true, \"somethingElse\": true, \"noCapability\": false } }");
        assertThat(plugin.capabilities())
                .isEqualTo(Map.of("portMappings", true, "somethingElse", true, "noCapability", false));
        assertThat(plugin.enabledCapabilities()).containsExactly("portMappings", "somethingElse");
    }

    @Test
    void c08_namesAConfThatCannotBeRead() {
        Path file = directory.resolve("nope/not-here.conf");
        failure(() -> NetworkConfigList.loadFile(file))
                .returns("error reading " + file + ": open " + file + ": no such file or directory", CniException::msg)
                .returns("cni-config-unreadable", CniException::errorCode)
                .extracting(CniException::getMessage)
                .asString()
                .startsWith("error reading ");
    }

    @Test
    void c09_missesTheTypeInAFile() throws IOException {
        Path file = write("50-whatever.conf", "{ \"name\": \"some-plugin\", \"some-key\": \"some-value\" }");
        failure(() -> NetworkConfigList.loadFile(file))
                .returns("error parsing configuration: missing 'type'", CniException::msg)
                .returns(file, e -> e.file().orElseThrow());
    }

    @Test
    void c10_missesTheTypeInBytes() {
        fails(
                () -> PluginConfig.parse("{ \"name\": \"some-plugin\", \"some-key\": \"some-value\" }"),
                "error parsing configuration: missing 'type'");
    }

    @Test
    void c11_findsAList() throws IOException {
        write("50-whatever.conflist", LIST);
        NetworkConfigList network = load("some-network");
        assertThat(network)
                .returns("some-network", NetworkConfigList::name)
                .returns("0.2.0", NetworkConfigList::cniVersion)
                .returns(true, NetworkConfigList::disableCheck)
                .returns(false, NetworkConfigList::disableGc)
                .hasToString("some-network [host-local, bridge, port-forwarding]");
        assertThat(network.plugins())
                .extracting(PluginConfig::json)
                .containsExactly(
                        "{\"subnet\":\"10.0.0.1/24\",\"type\":\"host-local\"}",
                        "{\"mtu\":1400,\"type\":\"bridge\"}",
                        "{\"ports\":{\"20.0.0.1:8080\":\"80\"},\"type\":\"port-forwarding\"}");
        assertThat(network.bytes()).asString(UTF_8).isEqualTo(LIST);
        assertThat(network.cacheBytes()).isEqualTo(network.bytes());
    }

    @Test
    void c12_prefersAListToAConf() throws IOException {
        write("50-whatever.conflist", LIST);
        write("49-whatever.conf", "{\"name\": \"some-network\", \"cniVersion\": \"0.2.0\", \"type\": \"bridge\"}");
        assertThat(load("some-network").plugins()).hasSize(3);
    }

    @Test
    void c13_fallsBackToTheConf() throws IOException {
        write("49-whatever.conf", "{\"name\": \"some-network\", \"cniVersion\": \"0.2.0\", \"type\": \"bridge\"}");
        assertThat(load("some-network").plugins()).singleElement().returns("bridge", PluginConfig::type);
    }

    @Test
    void c14_namesADirectoryWithoutNetworks() throws IOException {
        write("README", "");
        write("50-whatever.conflist.bak", LIST);
        write("50-whatever.CONFLIST", LIST);
        failure(() -> load("some-network")).returns("no net configurations found in " + directory, CniException::msg);
    }

    @Test
    void c15_namesAListThatIsMissing() throws IOException {
        write("50-whatever.conflist", LIST);
        failure(() -> load("some-other-network"))
                .returns("no net configuration with name \"some-other-network\" in " + directory, CniException::msg)
                .returns("cni-network-not-found", CniException::errorCode);
    }

    @Test
    void c16_stopsAtAMalformedList() throws IOException {
        write("50-whatever.conflist", LIST);
        write("00-bad.conflist", "{");
        fails(() -> load("some-network"), "error parsing configuration list: unexpected end of JSON input");
    }

    @Test
    void c17_doesNotLookForListsBelow() throws IOException {
        write("50-whatever.conflist", LIST);
        write("subdir1/subdir2/90-deep.conflist", LIST.replace("some-network", "deep"));
        assertThatThrownBy(() -> load("deep")).hasMessageStartingWith("no net configuration with name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"true\"", "\"TRUE\"", "\"True\"", "true"})
    void c18_readsTrue(String value) {
        NetworkConfigList network =
                NetworkConfigList.parse(list("\"disableCheck\": " + value, "\"disableGC\": " + value, ONE_PLUGIN));
        assertThat(network.disableCheck()).isTrue();
        assertThat(network.disableGc()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"false\"", "\"FALSE\"", "false"})
    void c19_readsFalse(String value) {
        NetworkConfigList network =
                NetworkConfigList.parse(list("\"disableCheck\": " + value, "\"disableGC\": " + value, ONE_PLUGIN));
        assertThat(network.disableCheck()).isFalse();
        assertThat(network.disableGc()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"adsfasdfasf\"', invalid value \"adsfasdfasf\" for disableCheck",
        "'\"YES\"', invalid value \"yes\" for disableCheck",
        "'\"\"', invalid value \"\" for disableCheck",
        "1, invalid type float64 for disableCheck",
        "null, invalid type <nil> for disableCheck",
        "'[]', invalid type []interface {} for disableCheck",
        "'{}', invalid type map[string]interface {} for disableCheck",
    })
    void c20_refusesOtherValues(String value, String complaint) {
        fails(
                () -> NetworkConfigList.parse(list("\"disableCheck\": " + value, ONE_PLUGIN)),
                "error parsing configuration list: " + complaint);
    }

    @Test
    void c21_leavesTheFolderAloneIfTold() throws IOException {
        write("50-whatever.conflist", list("\"loadOnlyInlinedPlugins\": true", ONE_PLUGIN));
        write("some-network/funky-second-plugin.conf", DROP_IN);
        assertThat(load("some-network").loadOnlyInlinedPlugins()).isTrue();
    }

    @Test
    void c22_readsTheFolderIfNotTold() throws IOException {
        write("50-whatever.conflist", list(ONE_PLUGIN));
        assertThat(load("some-network").loadOnlyInlinedPlugins()).isFalse();
    }

    @Test
    void c23_refusesOtherValuesForTheFolder() {
        fails(
                () -> NetworkConfigList.parse(list("\"loadOnlyInlinedPlugins\": \"sphagnum\"", ONE_PLUGIN)),
                "error parsing configuration list: invalid value \"sphagnum\" for loadOnlyInlinedPlugins");
    }

    @Test
    void c24_wantsPluginsWithoutFolder() throws IOException {
        write("50-whatever.conflist", list("\"loadOnlyInlinedPlugins\": true"));
        fails(
                () -> load("some-network"),
                "error parsing configuration list: `loadOnlyInlinedPlugins` is true, and no 'plugins' key");
    }

    @Test
    void c25_takesPluginsFromTheFolderAlone() throws IOException {
        write("50-whatever.conflist", list("\"loadOnlyInlinedPlugins\": false"));
        write("some-network/funky-second-plugin.conf", DROP_IN);
        assertThat(load("some-network").plugins()).hasSize(1);
    }

    @Test
    void c26_wantsPluginsFromSomewhere() throws IOException {
        write("50-whatever.conflist", list());
        fails(() -> load("some-network"), "no plugin configs found");
        fails(() -> NetworkConfigList.parse(list()), "no plugin configs found");
    }

    @Test
    void c27_needsNoFolder() throws IOException {
        write("50-whatever.conflist", list(ONE_PLUGIN));
        assertThat(load("some-network").plugins()).hasSize(1);
    }

    @Test
    void c28_takesAnEmptyFolder() throws IOException {
        write("50-whatever.conflist", list(ONE_PLUGIN));
        Files.createDirectory(directory.resolve("some-network"));
        assertThat(load("some-network").plugins()).hasSize(1);
    }

    @Test
    void c29_appendsTheFolder() throws IOException {
        write("50-whatever.conflist", list(ONE_PLUGIN));
        write("some-network/funky-second-plugin.conf", DROP_IN);
        assertThat(load("some-network").plugins())
                .extracting(PluginConfig::type)
                .containsExactly("host-local", "bro-check-out-my-plugin");
    }

    @Test
    void c30_ignoresTheFolderIfTold() throws IOException {
        write("50-whatever.conflist", list("\"loadOnlyInlinedPlugins\": true", ONE_PLUGIN));
        write("some-network/funky-second-plugin.conf", DROP_IN);
        assertThat(load("some-network").plugins()).singleElement().returns("host-local", PluginConfig::type);
    }

    @Test
    void c31_namesAListThatCannotBeRead() {
        Path file = directory.resolve("nope/not-here.conflist");
        assertThatThrownBy(() -> NetworkConfigList.loadFile(file))
                .hasMessageStartingWith("error reading " + file + ": open " + file);
    }

    private static final PluginConfig PLUGIN =
            PluginConfig.parse("{ \"name\": \"some-plugin\", \"type\": \"foobar\" }");

    @Test
    void c32_hasNoConfigurationThatIsNoJson() {
        // libcni checks when it injects; here such a configuration cannot come into being.
        assertThatThrownBy(() -> PluginConfig.parse("{ cc cc cc}"))
                .hasMessage(
                        "error parsing configuration: invalid character 'c' looking for beginning of object key string;"
                                + " line 1, column 3");
    }

    @Test
    void c33_refusesAnEmptyKey() {
        fails(() -> PLUGIN.with("", "value"), "keys cannot be empty");
    }

    @Test
    void c34_refusesNull() {
        fails(() -> PLUGIN.with("test", null), "key 'test' value must not be nil");
    }

    @Test
    void c35_addsAKey() {
        assertThat(PLUGIN.with("test", "test").json())
                .isEqualTo("{\"name\":\"some-plugin\",\"test\":\"test\",\"type\":\"foobar\"}");
    }

    @Test
    void c36_replacesAKey() {
        assertThat(PLUGIN.with("test", "test").with("test", "changedValue").json())
                .isEqualTo("{\"name\":\"some-plugin\",\"test\":\"changedValue\",\"type\":\"foobar\"}");
    }

    @Test
    void c37_addsAKeyOnce() {
        assertThat(PLUGIN.with("test", "test").with("test", "test").json())
                .isEqualTo("{\"name\":\"some-plugin\",\"test\":\"test\",\"type\":\"foobar\"}");
    }

    @Test
    void c38_showsWhatWasAdded() {
        PluginConfig changed = PLUGIN.with(
                        "dns", Map.of("nameservers", List.of("server1", "server2"), "domain", "local"))
                .with("type", "bridge");
        assertThat(changed.json())
                .isEqualTo("{\"dns\":{\"domain\":\"local\",\"nameservers\":[\"server1\",\"server2\"]},"
                        + "\"name\":\"some-plugin\",\"type\":\"bridge\"}");
        assertThat(changed)
                .returns("bridge", PluginConfig::type)
                .returns(new CniDns(List.of("server1", "server2"), "local", List.of(), List.of()), PluginConfig::dns);
    }

    private static String versions(String fields) {
        return NetworkConfigList.parse("{\"name\": \"test\", " + fields + ", \"plugins\": [{\"type\": \"foo\"}]}")
                .cniVersion();
    }

    @Test
    void c39_takesTheHighestVersion() {
        assertThat(versions("\"cniVersions\": [\"1.1.0\", \"0.4.0\", \"1.0.0\"]"))
                .isEqualTo("1.1.0");
        assertThat(versions("\"cniVersions\": [\"0.3.1\", \"0.4.0\", \"0.3.0\"]"))
                .isEqualTo("0.4.0");
    }

    @Test
    void c40_ignoresVersionsThatAreTooNew() {
        assertThat(versions("\"cniVersions\": [\"99.0.0\", \"1.1.0\", \"0.4.0\", \"1.0.0\"]"))
                .isEqualTo("1.1.0");
        assertThat(versions("\"cniVersion\": \"7.0.0\", \"cniVersions\": [\"99.0.0\"]"))
                .isEqualTo("7.0.0");
        assertThat(versions("\"cniVersion\": \"7.0.0\", \"cniVersions\": [\"1.0.0\"]"))
                .isEqualTo("1.0.0");
    }

    @Test
    void c41_refusesVersionsThatAreNone() {
        fails(
                () -> versions("\"cniVersions\": [\"1.1.0\", \"0.4.0\", \"1.0.f\"]"),
                "error parsing configuration list: invalid cniVersions entry 1.0.f at index 2: failed to convert micro version"
                        + " part \"f\": strconv.Atoi: parsing \"f\": invalid syntax");
        fails(
                () -> versions("\"cniVersions\": [\"1.1.0\", 4]"),
                "error parsing configuration list: invalid type for cniVersions index 1: float64");
        fails(
                () -> versions("\"cniVersion\": \"banana\", \"cniVersions\": []"),
                "error parsing configuration list: invalid cniVersion banana: failed to convert major version part"
                        + " \"banana\": strconv.Atoi: parsing \"banana\": invalid syntax");
        assertThatThrownBy(() -> versions("\"cniVersions\": \"1.0.0\""))
                .hasMessageContaining("invalid type for cniVersions: string");
        fails(
                () -> versions("\"cniVersion\": 1.0"),
                "error parsing configuration list: invalid cniVersion type float64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "banana", ""})
    void c42_takesASingleVersionAsItIs(String version) {
        assertThat(versions("\"cniVersion\": \"" + version + "\"")).isEqualTo(version);
    }

    @Test
    void c43_mergesBothKinds() {
        assertThat(versions("\"cniVersion\": \"1.0.0\", \"cniVersions\": [\"0.1.0\", \"0.4.0\"]"))
                .isEqualTo("1.0.0");
    }

    @Test
    void c44_takesNoVersions() {
        assertThat(versions("\"cniVersions\": []")).isEmpty();
        assertThat(NetworkConfigList.parse("{\"name\":\"n\",\"plugins\":[{\"type\":\"t\"}]}")
                        .version())
                .isEqualTo(CniVersion.V0_1_0);
    }

    @Test
    void c45_makesAListOfAConf() {
        NetworkConfigList network = NetworkConfigList.of(
                PluginConfig.parse("{\"name\":\"some-plugin\",\"cniVersion\":\"0.3.1\", \"type\":\"foobar\"}"));
        assertThat(network.bytes())
                .asString(UTF_8)
                .isEqualTo("{\"cniVersion\":\"0.3.1\",\"name\":\"some-plugin\",\"plugins\":"
                        + "[{\"cniVersion\":\"0.3.1\",\"name\":\"some-plugin\",\"type\":\"foobar\"}]}");
        NetworkConfigList again = NetworkConfigList.parse(network.bytes());
        assertThat(again)
                .returns("some-plugin", NetworkConfigList::name)
                .returns("0.3.1", NetworkConfigList::cniVersion);
        assertThat(again.plugins())
                .singleElement()
                .returns(network.plugins().get(0).json(), PluginConfig::json);
    }

    @Test
    void readsFilesInTheOrderOfTheirBytes() throws IOException {
        write("5-b.conflist", list(ONE_PLUGIN.replace("host-local", "second")));
        write("10-a.conflist", list(ONE_PLUGIN.replace("host-local", "first")));
        write("af.conflist", list(ONE_PLUGIN.replace("host-local", "third")));
        assertThat(load("some-network").plugins()).first().returns("first", PluginConfig::type);
        Files.delete(directory.resolve("10-a.conflist"));
        assertThat(load("some-network").plugins()).first().returns("second", PluginConfig::type);
    }

    @Test
    void readsTheFolderInTheOrderOfItsBytesAndOnlyConfs() throws IOException {
        write("x.conflist", list(ONE_PLUGIN));
        write("some-network/b.conf", DROP_IN.replace("bro-check-out-my-plugin", "b"));
        write("some-network/.conf", DROP_IN.replace("bro-check-out-my-plugin", "hidden"));
        write("some-network/10.conf", DROP_IN.replace("bro-check-out-my-plugin", "ten"));
        write("some-network/9.json", "not read");
        write("some-network/9.conflist", "not read");
        write("some-network/dir.conf/inner.conf", "not read");
        assertThat(load("some-network").plugins())
                .extracting(PluginConfig::type)
                .containsExactly("host-local", "hidden", "ten", "b");
    }

    @Test
    void stopsAtABadFileInTheFolder() throws IOException {
        write("x.conflist", list(ONE_PLUGIN));
        Path bad = write("some-network/b.conf", "{}");
        failure(() -> load("some-network"))
                .returns("error parsing configuration: missing 'type'", CniException::msg)
                .returns(bad, e -> e.file().orElseThrow());
    }

    @Test
    void stopsAtAFolderThatIsAFile() throws IOException {
        write("x.conflist", list(ONE_PLUGIN));
        Path file = write("some-network", "");
        assertThatThrownBy(() -> load("some-network"))
                .isInstanceOf(CniException.class)
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../other", ".", "/"})
    void followsNoNameOutOfTheDirectory(String name) throws IOException {
        Path etc = Files.createDirectories(directory.resolve("etc/other")).getParent();
        for (String place : List.of("etc/a.conf", "a.conf", "other/a.conf", "etc/other/a.conf")) {
            write(place, DROP_IN);
        }
        Path file =
                Files.writeString(etc.resolve("x.conflist"), list(ONE_PLUGIN).replace("some-network", name));
        assertThat(NetworkConfigList.loadFile(file).plugins()).hasSize(1);
    }

    @Test
    void remembersTheFolderInAFormThatLibcniReads() throws IOException {
        String main = list(ONE_PLUGIN, "\"big\": 9007199254740993", "\"disableCheck\": \"true\"");
        write("x.conflist", main);
        write("some-network/b.conf", DROP_IN);
        NetworkConfigList network = load("some-network");
        assertThat(network.bytes()).asString(UTF_8).isEqualTo(main);
        assertThat(network.cacheBytes())
                .asString(UTF_8)
                .isEqualTo("{\"big\":9007199254740993,\"cniVersion\":\"0.4.0\",\"disableCheck\":\"true\","
                        + "\"loadOnlyInlinedPlugins\":true,\"name\":\"some-network\",\"plugins\":["
                        + "{\"subnet\":\"10.0.0.1/24\",\"type\":\"host-local\"},"
                        + "{\"subnet\":\"10.0.0.1/24\",\"type\":\"bro-check-out-my-plugin\"}]}");
        NetworkConfigList again = NetworkConfigList.parse(network.cacheBytes());
        assertThat(again.plugins())
                .extracting(PluginConfig::json)
                .containsExactlyElementsOf(network.plugins().stream()
                        .map(each -> each.with("type", each.type()).json())
                        .toList());
        assertThat(again.disableCheck()).isTrue();
    }

    @Test
    void keepsBytesThatAreNoUtf8() throws IOException {
        byte[] latin1 =
                list(ONE_PLUGIN, "\"remark\": \"caf\u00e9\"").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        Path file = Files.write(directory.resolve("x.conflist"), latin1);
        assertThat(NetworkConfigList.loadFile(file).bytes()).isEqualTo(latin1);
    }

    @Test
    void keepsItsBytesFromCallers() {
        NetworkConfigList network = NetworkConfigList.parse(LIST);
        network.bytes()[0] = 'x';
        network.cacheBytes()[0] = 'x';
        assertThat(network.bytes()).asString(UTF_8).isEqualTo(LIST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"type\": 1| json: cannot unmarshal number into field type of type string",
                "\"type\": \"t\", \"name\": true| json: cannot unmarshal bool into field name of type string",
                "\"type\": \"t\", \"cniVersion\": []| json: cannot unmarshal array into field cniVersion of type string",
                "\"type\": \"t\", \"capabilities\": {\"a\": 1}| json: cannot unmarshal number into field capabilities.a of type bool",
                "\"type\": \"t\", \"capabilities\": []| json: cannot unmarshal array into field capabilities of type object",
                "\"type\": \"t\", \"ipam\": \"x\"| json: cannot unmarshal string into field ipam of type object",
                "\"type\": \"t\", \"ipam\": {\"type\": 5}| json: cannot unmarshal number into field ipam.type of type string",
                "\"type\": \"t\", \"dns\": []| json: cannot unmarshal array into field dns of type object",
                "\"type\": \"t\", \"dns\": {\"search\": \"x\"}| json: cannot unmarshal string into field dns.search of type array",
                "\"type\": \"t\", \"prevResult\": \"x\"| json: cannot unmarshal string into field prevResult of type object",
                "\"type\": \"t\", \"cni.dev/valid-attachments\": {}| json: cannot unmarshal object into field cni.dev/valid-attachments of type array",
                "\"type\": \"\"| missing 'type'",
                "\"type\": null| missing 'type'",
            })
    void refusesWrongTypesOfWhatLibcniReads(String fields, String complaint) {
        fails(() -> PluginConfig.parse("{" + fields + "}"), "error parsing configuration: " + complaint);
        fails(
                () -> NetworkConfigList.parse(list("\"plugins\": [{" + fields + "}]")),
                "failed to parse plugin config 0: error parsing configuration: " + complaint);
    }

    @Test
    void readsFieldsOfPluginsInAnyCase() {
        assertThat(PluginConfig.parse("{\"TYPE\": \"a\", \"Ipam\": {\"tYpE\": \"b\"}, \"cniversion\": \"1.0.0\"}"))
                .returns("a", PluginConfig::type)
                .returns("b", PluginConfig::ipamType)
                .returns("1.0.0", PluginConfig::cniVersion);
        assertThat(PluginConfig.parse("{\"type\": \"a\", \"TYPE\": \"b\"}").type())
                .isEqualTo("b");
        assertThat(PluginConfig.parse("{\"TYPE\": \"a\", \"type\": \"b\"}").type())
                .isEqualTo("b");
        fails(
                () -> NetworkConfigList.parse("{\"NAME\": \"n\", \"plugins\": [{\"type\": \"t\"}]}"),
                "error parsing configuration list: no name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}| no name",
                "{\"name\": 5}| invalid name type float64",
                "{\"name\": null}| invalid name type <nil>",
                "{\"name\": \"n\", \"plugins\": null}| invalid 'plugins' type <nil>",
                "{\"name\": \"n\", \"plugins\": {}}| invalid 'plugins' type map[string]interface {}",
                "{\"name\": \"n\", \"plugins\": []}| no plugins in list",
            })
    void refusesListsThatAreNone(String json, String complaint) {
        fails(() -> NetworkConfigList.parse(json), "error parsing configuration list: " + complaint);
    }

    @Test
    void takesAListForAConfForWhatItIsNot() throws IOException {
        write("x.conf", LIST);
        fails(() -> load("some-network"), "error parsing configuration: missing 'type'");
    }

    @Test
    void followsLinksToFilesAndSkipsDirectories() throws IOException {
        Path elsewhere = write("elsewhere/list", LIST);
        Files.createSymbolicLink(directory.resolve("x.conflist"), elsewhere);
        Files.createDirectory(directory.resolve("a.conflist"));
        assertThat(load("some-network").plugins()).hasSize(3);
    }

    @Test
    void collectsTheCapabilitiesOfAllPlugins() {
        NetworkConfigList network = NetworkConfigList.parse(
                list("\"plugins\": [{\"type\": \"a\", \"capabilities\": {\"mac\": true, \"ips\": false}},"
                        + " {\"type\": \"b\", \"capabilities\": {\"portMappings\": true, \"mac\": true}}]"));
        assertThat(network.capabilities()).containsExactly("mac", "portMappings");
    }
}
