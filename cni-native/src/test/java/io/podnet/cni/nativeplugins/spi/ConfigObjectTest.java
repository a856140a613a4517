// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.nativeplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.cni.CniErrorCode;
import io.podnet.cni.CniException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations are read as plugins in Go read theirs. */
class ConfigObjectTest {
    private static final ConfigObject CONFIG = ConfigObject.parse("""
            {"type": "bridge", "isGateway": true, "hairpinMode": false, "mtu": 1450, "none": null, "big": 2147483648,
             "small": -2147483649, "lowest": -2147483648, "huge": 9223372036854775808, "half": 1.5, "empty": "",
             "ipam": {"gateway": "10.88.0.1", "subnet": "10.88.0.5/16", "bad": "x", "dns": ["a", "b"], "mixed": ["a", 1]},
             "sets": [[{"n": 1}, {"n": 2}], null, [{"n": 3}]], "objects": [{"n": 4}, {"n": 5}], "list": [1]}""");

    @Test
    void readsValues() {
        assertThat(CONFIG.string("type")).isEqualTo("bridge");
        assertThat(CONFIG.bool("isGateway")).isTrue();
        assertThat(CONFIG.bool("hairpinMode")).isFalse();
        assertThat(CONFIG.integer("mtu")).isEqualTo(1450);
        assertThat(CONFIG.integer("big")).isEqualTo(2147483648L);
        assertThat(CONFIG.int32("mtu")).isEqualTo(1450);
        assertThat(CONFIG.int32("lowest")).isEqualTo(Integer.MIN_VALUE);
        ConfigObject ipam = CONFIG.object("ipam");
        assertThat(ipam.address("gateway")).contains(IpAddresses.parse("10.88.0.1"));
        assertThat(ipam.prefix("subnet")).contains(IpPrefix.parse("10.88.0.5/16"));
        assertThat(ipam.strings("dns")).containsExactly("a", "b");
        assertThat(CONFIG.objects("objects"))
                .extracting(each -> each.integer("n"))
                .containsExactly(4L, 5L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "missing"})
    void nullIsNothing(String key) {
        assertThat(CONFIG.has(key)).isFalse();
        assertThat(CONFIG.keys()).doesNotContain(key).contains("type", "empty");
        assertThat(CONFIG.string(key)).isEmpty();
        assertThat(CONFIG.bool(key)).isFalse();
        assertThat(CONFIG.integer(key)).isZero();
        assertThat(CONFIG.object(key).keys()).isEmpty();
        assertThat(CONFIG.objects(key)).isEmpty();
        assertThat(CONFIG.objectLists(key)).isEmpty();
        assertThat(CONFIG.within(key)).isEmpty();
        assertThat(CONFIG.strings(key)).isEmpty();
        assertThat(CONFIG.address(key)).isEmpty();
        assertThat(CONFIG.prefix(key)).isEmpty();
    }

    @Test
    void anEmptyTextIsNoAddress() {
        assertThat(CONFIG.has("empty")).isTrue();
        assertThat(CONFIG.address("empty")).isEmpty();
        assertThat(CONFIG.prefix("empty")).isEmpty();
    }

    @Test
    void theLastSpellingWins() {
        ConfigObject config = ConfigObject.parse("{\"mtu\":1,\"MTU\":2,\"name\":\"a\",\"Name\":null}");

        assertThat(config.integer("Mtu")).isEqualTo(2);
        assertThat(config.has("name")).isFalse();
    }

    @Test
    void readsListsOfLists() {
        assertThat(CONFIG.objectLists("sets"))
                .extracting(set -> set.stream().map(each -> each.integer("n")).toList())
                .containsExactly(List.of(1L, 2L), List.of(), List.of(3L));
        assertThat(CONFIG.within("sets"))
                .extracting(ConfigObject::toString)
                .containsExactly("sets[0][0][n]", "sets[0][1][n]", "sets[2][0][n]");
        assertThat(CONFIG.within("ipam"))
                .extracting(ConfigObject::toString)
                .containsExactly("ipam[gateway, subnet, bad, dns, mixed]");
        assertThat(CONFIG.within("type")).isEmpty();
    }

    @Test
    void errorsNameThePath() {
        refused(config -> config.string("mtu"), "mtu is no text: 1450");
        refused(config -> config.bool("mtu"), "mtu is no boolean: 1450");
        refused(config -> config.integer("type"), "type is no whole number: \"bridge\"");
        refused(config -> config.integer("half"), "half is no whole number: 1.5");
        refused(config -> config.integer("huge"), "huge is no whole number: 9223372036854775808");
        refused(config -> config.int32("big"), "big is too big: 2147483648");
        refused(config -> config.int32("small"), "small is too big: -2147483649");
        refused(config -> config.object("type"), "type is no object: \"bridge\"");
        refused(config -> config.objects("type"), "type is no list: \"bridge\"");
        refused(config -> config.objectLists("objects"), "objects[0] is no list: {\"n\":4}");
        refused(config -> config.objects("objects").get(1).string("n"), "objects[1].n is no text: 5");
        refused(config -> config.objectLists("sets").get(0).get(1).string("n"), "sets[0][1].n is no text: 2");
        refused(config -> config.object("ipam").strings("mixed"), "ipam.mixed[1] is no text: 1");
        refused(config -> config.object("ipam").address("bad"), "invalid ipam.bad \"x\": ");
        refused(config -> config.object("ipam").prefix("bad"), "invalid ipam.bad \"x\": ");
    }

    @Test
    void refusesWhatIsNoObject() {
        refused(config -> ConfigObject.parse("[]"), "the configuration is no object");
        refused(config -> ConfigObject.parse("{"), "the configuration is no JSON: ");
        refused(config -> ConfigObject.parse("{} {}"), "the configuration is no JSON: ");
    }

    @Test
    void printsWhatItIs() {
        assertThat(ConfigObject.parse("{ \"a\" : [ 1 ] }").toJson()).isEqualTo("{\"a\":[1]}");
        assertThat(ConfigObject.parse("{\"password\":\"x\"}")).hasToString("[password]");
    }

    private static void refused(Consumer<ConfigObject> reading, String why) {
        assertThatThrownBy(() -> reading.accept(CONFIG)).isInstanceOfSatisfying(CniException.class, e -> {
            assertThat(e.code()).isEqualTo(CniErrorCode.DECODING_FAILURE.number());
            assertThat(e.msg()).startsWith(why);
        });
    }
}
