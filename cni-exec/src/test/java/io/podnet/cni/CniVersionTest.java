// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.internal.config.VersionReply;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The behaviours V01 to V21: versions as libcni's pkg/version handles them. */
class CniVersionTest {
    @Test
    void v01_readsTheVersionOfAConfiguration() {
        assertThat(CniVersion.ofConfig("{\"cniVersion\": \"4.3.2\"}")).isEqualTo("4.3.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"not-a-version-field\": \"foo\"}", "{\"cniVersion\": \"\"}", "{\"cniVersion\": null}"})
    void v02_takesNoVersionFor010(String config) {
        assertThat(CniVersion.ofConfig(config)).isEqualTo("0.1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{{", "", "[]", "{\"cniVersion\": 1}"})
    void v03_refusesAMalformedConfiguration(String config) {
        assertThatThrownBy(() -> CniVersion.ofConfig(config))
                .isInstanceOf(CniException.class)
                .hasMessageStartingWith("decoding version from network config: ");
    }

    @Test
    void knowsWhichResultsCanBeRead() {
        assertThat(CniVersion.SUPPORTED).allMatch(CniVersion::isSupported);
        assertThat(CniVersion.parse("0.3.2").isSupported()).isFalse();
        assertThat(CniVersion.parse("1.2.0").isSupported()).isFalse();
    }

    @Test
    void v04_readsAPluginsAnswer() {
        VersionReply reply = VersionReply.parse(
                "{\"cniVersion\": \"some-library-version\", \"supportedVersions\": [\"some-version\", \"some-other-version\"]}");
        assertThat(reply.cniVersion()).isEqualTo("some-library-version");
        assertThat(reply.supportedVersions()).containsExactly("some-version", "some-other-version");
    }

    @Test
    void v05_refusesAnAnswerThatIsNoJson() {
        assertThatThrownBy(() -> VersionReply.parse("{{{"))
                .asInstanceOf(type(CniException.class))
                .extracting(CniException::msg)
                .isEqualTo("decoding version info: invalid character '{' looking for beginning of object key string");
    }

    @Test
    void v06_refusesAnAnswerWithoutVersion() {
        assertThatThrownBy(() -> VersionReply.parse("{ \"supportedVersions\": [ \"foo\" ] }"))
                .hasMessage("decoding version info: missing field cniVersion");
        assertThatThrownBy(() -> VersionReply.parse("{ \"cniVersion\": \"0.3.1\" }"))
                .hasMessage("decoding version info: missing field supportedVersions");
    }

    @Test
    void v07_takes020WithoutListForTheTwoOldest() {
        assertThat(VersionReply.parse("{ \"cniVersion\": \"0.2.0\" }").supportedVersions())
                .containsExactly("0.1.0", "0.2.0");
    }

    @Test
    void v08_readsThreeNumbers() {
        assertThat(CniVersion.parse("1.2.3")).isEqualTo(new CniVersion(1, 2, 3)).hasToString("1.2.3");
    }

    @Test
    void v09_takesNothingFor010() {
        assertThat(CniVersion.parse("")).isEqualTo(CniVersion.V0_1_0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "asdfasdf",
                "asdf.",
                ".asdfas",
                "asdf.adsf.",
                "0.",
                "..",
                "1.2.3.4.5",
                "1.2.3.4",
                "1.2.3\n",
                " 1.2.3",
                "1.2.x",
                "99999999999.0.0",
                "\u0661.0.0"
            })
    void v10_refusesMalformedVersions(String text) {
        assertThatThrownBy(() -> CniVersion.parse(text))
                .asInstanceOf(type(CniException.class))
                .returns("cni-version-malformed", CniException::errorCode);
    }

    @ParameterizedTest
    @CsvSource({"1, 1.0.0", "1.1, 1.1.0", "0.-42.0, 0.-42.0", "+1.0.0, 1.0.0", "01.02.03, 1.2.3"})
    void v10_readsWhatGoReads(String text, String version) {
        assertThat(CniVersion.parse(text)).hasToString(version);
    }

    @ParameterizedTest
    @CsvSource({"1.2.34, 1.2.14", "2.5.4, 2.4.4", "1.2.3, 0.2.3", "0.4.0, 0.3.1"})
    void v11_comparesBothWays(String newer, String older) {
        assertThat(CniVersion.parse(newer).isAtLeast(CniVersion.parse(older))).isTrue();
        assertThat(CniVersion.parse(older).isAtLeast(CniVersion.parse(newer))).isFalse();
    }

    @Test
    void v12_countsEqualVersionsAsAtLeast() {
        assertThat(CniVersion.parse("1.2.3").isAtLeast(CniVersion.parse("1.2.3")))
                .isTrue();
    }

    @Test
    void v13_refusesToCompareWhatIsNoVersion() {
        // In Go the comparison fails; here such a value cannot come into being.
        assertThatThrownBy(() -> CniVersion.parse("asdadf"))
                .hasMessage(
                        "failed to convert major version part \"asdadf\": strconv.Atoi: parsing \"asdadf\": invalid syntax;"
                                + " in version \"asdadf\"");
    }

    @Test
    void v14_ordersVersions() {
        assertThat(CniVersion.SUPPORTED).isSorted().hasSize(7);
        assertThat(CniVersion.V1_1_0.compareTo(CniVersion.V1_0_0)).isPositive();
        assertThat(CniVersion.V1_1_0.compareTo(CniVersion.parse("1.1"))).isZero();
    }

    @Test
    void v15_findsTheConfigurationsVersion() {
        new VersionReply("1.1.0", List.of("1.2.3", "4.3.2")).check("4.3.2");
        new VersionReply("1.1.0", List.of("0.1.0")).check("");
    }

    @Test
    void v16_namesBothSidesOfAMismatch() {
        assertThatThrownBy(() -> new VersionReply("1.1.0", List.of("1.2.3", "4.3.2")).check("0.1.0"))
                .asInstanceOf(type(CniException.class))
                .returns(1, CniException::code)
                .returns(
                        "incompatible CNI versions: config is \"0.1.0\", plugin supports [\"1.2.3\" \"4.3.2\"]",
                        CniException::msg);
        assertThatThrownBy(() -> new VersionReply("1.1.0", List.of("1.1.0")).check("1.1"))
                .hasMessageContaining("config is \"1.1\"");
    }

    @Test
    void v17_listsVersionsFromOneOn() {
        assertThat(CniVersion.supportedSince(CniVersion.V0_3_1))
                .containsExactly(CniVersion.V0_3_1, CniVersion.V0_4_0, CniVersion.V1_0_0, CniVersion.V1_1_0);
    }

    private static PluginConfig plugin(String cniVersion, String prevResult) {
        return PluginConfig.parse("{\"cniVersion\": \"" + cniVersion
                + "\", \"name\": \"foobar\", \"type\": \"baz\", \"prevResult\": " + prevResult + "}");
    }

    @Test
    void v18_readsThePrevResult() {
        Optional<CniResult> result = plugin("1.1.0", """
                        {"cniVersion": "1.1.0",
                         "interfaces": [{"name": "eth0", "mac": "00:11:22:33:44:55", "sandbox": "/proc/3553/ns/net",
                                         "pciID": "8086:9a01", "socketPath": "/path/to/vhost/fd"}],
                         "ips": [{"interface": 0, "address": "1.2.3.30/24", "gateway": "1.2.3.1"}]}""").prevResult();
        assertThat(result)
                .contains(new Result100(
                        CniVersion.V1_1_0,
                        List.of(new CniInterface(
                                "eth0", "00:11:22:33:44:55", 0, "/proc/3553/ns/net", "/path/to/vhost/fd", "8086:9a01")),
                        List.of(new CniIp(
                                "",
                                OptionalInt.of(0),
                                IpPrefix.parse("1.2.3.30/24"),
                                Optional.of(IpAddresses.parse("1.2.3.1")))),
                        List.of(),
                        CniDns.EMPTY));
    }

    @Test
    void v18_stampsAPrevResultWithoutVersion() {
        assertThat(plugin("0.4.0", "{}").prevResult()).get().returns(CniVersion.V0_4_0, CniResult::cniVersion);
        assertThat(plugin("", "{}").prevResult()).get().returns(CniVersion.V0_1_0, CniResult::cniVersion);
        // The key that libcni adds sorts before the one that is there, so that one counts.
        assertThat(plugin("0.4.0", "{\"cniVersion\": \"0.3.1\"}").prevResult())
                .get()
                .returns(CniVersion.V0_3_1, CniResult::cniVersion);
        assertThat(plugin("0.4.0", "{\"CNIVersion\": \"0.3.1\"}").prevResult())
                .get()
                .returns(CniVersion.V0_3_1, CniResult::cniVersion);
    }

    @Test
    void v19_refusesAPrevResultOfAnUnknownVersion() {
        assertThatThrownBy(
                        () -> plugin("1.1.0", "{\"cniVersion\": \"5678.456\"}").prevResult())
                .hasMessage("could not parse prevResult: result type supports [1.0.0 1.1.0] but unmarshalled CNIVersion"
                        + " is \"5678.456\"");
        assertThatThrownBy(() -> plugin("banana", "{}").prevResult())
                .hasMessage("could not parse prevResult: unsupported CNI result version \"banana\"");
    }

    @Test
    void v20_refusesAPrevResultOfAnotherFamily() {
        assertThatThrownBy(() -> plugin("1.1.0", "{\"cniVersion\": \"0.2.0\", \"ip4\": {\"ip\": \"1.2.3.30/24\"}}")
                        .prevResult())
                .hasMessage("could not parse prevResult: result type supports [1.0.0 1.1.0] but unmarshalled CNIVersion"
                        + " is \"0.2.0\"");
        assertThatThrownBy(() -> plugin("0.2.0", "{\"cniVersion\": \"0.3.0\"}").prevResult())
                .hasMessageContaining("[ 0.1.0 0.2.0]");
    }

    @Test
    void v21_findsNoPrevResultWhereNoneIs() {
        assertThat(PluginConfig.parse("{\"cniVersion\": \"1.1.0\", \"type\": \"baz\"}")
                        .prevResult())
                .isEmpty();
        assertThat(plugin("1.1.0", "null").prevResult()).isEmpty();
    }
}
