// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The behaviours T01 to T33: results as libcni's pkg/types reads, converts and prints them. Texts of JSON are compared byte
 * for byte, as Go prints them.
 */
class ResultTest {
    private static final CniDns DNS = new CniDns(
            List.of("1.2.3.4", "1::cafe"),
            "acompany.com",
            List.of("somedomain.com", "otherdomain.net"),
            List.of("foo", "bar"));

    private static final CniRoute ROUTE4 =
            CniRoute.of(IpPrefix.parse("15.5.6.0/24"), Optional.of(IpAddresses.parse("15.5.6.8")));
    private static final CniRoute ROUTE6 =
            CniRoute.of(IpPrefix.parse("1111:dddd::/80"), Optional.of(IpAddresses.parse("1111:dddd::aaaa")));

    private static Result020 result020(CniVersion version) {
        return new Result020(
                version,
                Optional.of(new Result020.Ip(
                        IpPrefix.parse("1.2.3.30/24"), Optional.of(IpAddresses.parse("1.2.3.1")), List.of(ROUTE4))),
                Optional.of(new Result020.Ip(
                        IpPrefix.parse("abcd:1234:ffff::cdde/64"),
                        Optional.of(IpAddresses.parse("abcd:1234:ffff::1")),
                        List.of(ROUTE6))),
                DNS);
    }

    private static List<CniIp> ips() {
        return List.of(
                CniIp.of(0, IpPrefix.parse("1.2.3.30/24"), Optional.of(IpAddresses.parse("1.2.3.1"))),
                CniIp.of(
                        0,
                        IpPrefix.parse("abcd:1234:ffff::cdde/64"),
                        Optional.of(IpAddresses.parse("abcd:1234:ffff::1"))));
    }

    private static Result040 result040() {
        return new Result040(
                CniVersion.V0_3_1,
                List.of(CniInterface.of("eth0", "00:11:22:33:44:55", "/proc/3553/ns/net")),
                ips(),
                List.of(ROUTE4, ROUTE6),
                DNS);
    }

    private static Result100 result110() {
        return new Result100(
                CniVersion.V1_1_0,
                List.of(new CniInterface(
                        "eth0", "00:11:22:33:44:55", 1500, "/proc/3553/ns/net", "/path/to/vhost/fd", "8086:9a01")),
                ips(),
                List.of(ROUTE4, ROUTE6),
                DNS);
    }

    private static final String JSON_020 = """
            {
                "cniVersion": "0.2.0",
                "ip4": {
                    "ip": "1.2.3.30/24",
                    "gateway": "1.2.3.1",
                    "routes": [
                        {
                            "dst": "15.5.6.0/24",
                            "gw": "15.5.6.8"
                        }
                    ]
                },
                "ip6": {
                    "ip": "abcd:1234:ffff::cdde/64",
                    "gateway": "abcd:1234:ffff::1",
                    "routes": [
                        {
                            "dst": "1111:dddd::/80",
                            "gw": "1111:dddd::aaaa"
                        }
                    ]
                },
                "dns": {
                    "nameservers": [
                        "1.2.3.4",
                        "1::cafe"
                    ],
                    "domain": "acompany.com",
                    "search": [
                        "somedomain.com",
                        "otherdomain.net"
                    ],
                    "options": [
                        "foo",
                        "bar"
                    ]
                }
            }""";

    private static final String JSON_010 = JSON_020.replace("0.2.0", "0.1.0");

    @Test
    void t01_prints020() {
        assertThat(result020(CniVersion.V0_2_0).toJson()).isEqualTo(JSON_020);
        assertThat(CniResult.parse(JSON_020)).isEqualTo(result020(CniVersion.V0_2_0));
    }

    @Test
    void t02_prints010() {
        assertThat(result020(CniVersion.V0_1_0).toJson()).isEqualTo(JSON_010);
        assertThat(CniResult.parse(JSON_010)).isEqualTo(result020(CniVersion.V0_1_0));
    }

    @Test
    void t03_converts020To010() {
        assertThat(result020(CniVersion.V0_2_0).as(CniVersion.V0_1_0)).isEqualTo(result020(CniVersion.V0_1_0));
    }

    @Test
    void t04_converts010To020() {
        assertThat(result020(CniVersion.V0_1_0).as(CniVersion.V0_2_0)).isEqualTo(result020(CniVersion.V0_2_0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"cniVersion\": \"\"}", "null", "{\"cniVersion\": 7}"})
    void t05_takesNoVersionFor010(String json) {
        assertThat(CniResult.parse(json))
                .isEqualTo(new Result020(CniVersion.V0_1_0, Optional.empty(), Optional.empty(), CniDns.EMPTY));
    }

    @Test
    void t06_prints031() {
        assertThat(result040().toJson()).isEqualTo("""
                        {
                            "cniVersion": "0.3.1",
                            "interfaces": [
                                {
                                    "name": "eth0",
                                    "mac": "00:11:22:33:44:55",
                                    "sandbox": "/proc/3553/ns/net"
                                }
                            ],
                            "ips": [
                                {
                                    "version": "4",
                                    "interface": 0,
                                    "address": "1.2.3.30/24",
                                    "gateway": "1.2.3.1"
                                },
                                {
                                    "version": "6",
                                    "interface": 0,
                                    "address": "abcd:1234:ffff::cdde/64",
                                    "gateway": "abcd:1234:ffff::1"
                                }
                            ],
                            "routes": [
                                {
                                    "dst": "15.5.6.0/24",
                                    "gw": "15.5.6.8"
                                },
                                {
                                    "dst": "1111:dddd::/80",
                                    "gw": "1111:dddd::aaaa"
                                }
                            ],
                            "dns": {
                                "nameservers": [
                                    "1.2.3.4",
                                    "1::cafe"
                                ],
                                "domain": "acompany.com",
                                "search": [
                                    "somedomain.com",
                                    "otherdomain.net"
                                ],
                                "options": [
                                    "foo",
                                    "bar"
                                ]
                            }
                        }""");
        assertThat(CniResult.parse(result040().toJson())).isEqualTo(result040());
    }

    @Test
    void t07_converts031To010() {
        assertThat(result040().as(CniVersion.V0_1_0).toJson()).isEqualTo(JSON_010);
    }

    @Test
    void t08_converts020To040AndBackWithRouteGateways() {
        Result020 before = result020(CniVersion.V0_2_0);
        CniResult between = before.as(CniVersion.V0_4_0);
        assertThat(between)
                .isEqualTo(new Result040(
                        CniVersion.V0_4_0,
                        List.of(),
                        ips().stream()
                                .map(ip -> new CniIp(ip.version(), OptionalInt.empty(), ip.address(), ip.gateway()))
                                .toList(),
                        List.of(ROUTE4, ROUTE6),
                        DNS));
        assertThat(between.as(CniVersion.V0_2_0)).isEqualTo(before);
    }

    @Test
    void t09_converts020To040AndBackWithoutRouteGateways() {
        Result020 before = new Result020(
                CniVersion.V0_2_0,
                Optional.of(new Result020.Ip(
                        IpPrefix.parse("1.2.3.30/24"),
                        Optional.empty(),
                        List.of(CniRoute.of(IpPrefix.parse("15.5.6.0/24"), Optional.empty())))),
                Optional.empty(),
                CniDns.EMPTY);
        assertThat(before.as(CniVersion.V0_4_0).as(CniVersion.V0_2_0)).isEqualTo(before);
        assertThat(before.as(CniVersion.V1_1_0).as(CniVersion.V0_2_0)).isEqualTo(before);
    }

    private static CniResult oneIp(CniVersion version, String ip) {
        return CniResult.parse("{\"cniVersion\":\"" + version + "\",\"ips\":[" + ip + "]}");
    }

    @Test
    void t10_keepsInterfaceIndex0In040() {
        CniResult result = oneIp(CniVersion.V0_4_0, "{\"version\":\"4\",\"interface\":0,\"address\":\"10.1.2.3/24\"}");
        assertThat(result.ips()).first().returns(OptionalInt.of(0), CniIp::interfaceIndex);
        assertThat(result.toJson()).isEqualTo("""
                        {
                            "cniVersion": "0.4.0",
                            "ips": [
                                {
                                    "version": "4",
                                    "interface": 0,
                                    "address": "10.1.2.3/24"
                                }
                            ],
                            "dns": {}
                        }""");
    }

    @Test
    void t11_leavesOutAnAbsentIndexIn040() {
        CniResult result = oneIp(CniVersion.V0_4_0, "{\"version\":\"4\",\"address\":\"10.1.2.3/24\"}");
        assertThat(result.ips()).first().returns(OptionalInt.empty(), CniIp::interfaceIndex);
        assertThat(result.toJson()).doesNotContain("interface");
    }

    @Test
    void t12_refusesToConvertWithoutAddressesTo020() {
        CniResult none = CniResult.parse("{\"cniVersion\":\"0.3.1\"}");
        assertThatThrownBy(() -> none.as(CniVersion.V0_2_0))
                .asInstanceOf(type(CniException.class))
                .returns("cannot convert: no valid IP addresses", CniException::msg)
                .returns("cni-result-conversion", CniException::errorCode);
        // An address that does not say its family is none in the oldest forms.
        CniResult mute = oneIp(CniVersion.V0_4_0, "{\"address\":\"10.1.2.3/24\"}");
        assertThatThrownBy(() -> mute.as(CniVersion.V0_1_0)).hasMessage("cannot convert: no valid IP addresses");
        CniResult newest = CniResult.parse("{\"cniVersion\":\"1.1.0\"}");
        assertThatThrownBy(() -> newest.as(CniVersion.V0_2_0)).hasMessage("cannot convert: no valid IP addresses");
    }

    @Test
    void t13_refusesANumberForAnAddressIn040() {
        assertThatThrownBy(() -> oneIp(CniVersion.V0_4_0, "{\"version\":\"4\",\"address\":10}"))
                .isInstanceOf(CniException.class)
                .hasMessage("json: cannot unmarshal number into field ips[0].address of type string");
    }

    @Test
    void t14_prints110() {
        assertThat(result110().toJson()).isEqualTo("""
                        {
                            "cniVersion": "1.1.0",
                            "dns": {
                                "domain": "acompany.com",
                                "nameservers": [
                                    "1.2.3.4",
                                    "1::cafe"
                                ],
                                "options": [
                                    "foo",
                                    "bar"
                                ],
                                "search": [
                                    "somedomain.com",
                                    "otherdomain.net"
                                ]
                            },
                            "interfaces": [
                                {
                                    "mac": "00:11:22:33:44:55",
                                    "mtu": 1500,
                                    "name": "eth0",
                                    "pciID": "8086:9a01",
                                    "sandbox": "/proc/3553/ns/net",
                                    "socketPath": "/path/to/vhost/fd"
                                }
                            ],
                            "ips": [
                                {
                                    "address": "1.2.3.30/24",
                                    "gateway": "1.2.3.1",
                                    "interface": 0
                                },
                                {
                                    "address": "abcd:1234:ffff::cdde/64",
                                    "gateway": "abcd:1234:ffff::1",
                                    "interface": 0
                                }
                            ],
                            "routes": [
                                {
                                    "dst": "15.5.6.0/24",
                                    "gw": "15.5.6.8"
                                },
                                {
                                    "dst": "1111:dddd::/80",
                                    "gw": "1111:dddd::aaaa"
                                }
                            ]
                        }""");
        assertThat(CniResult.parse(result110().toJson())).isEqualTo(result110());
    }

    @Test
    void t15_converts110To100AndBackWithoutLoss() {
        CniResult between = result110().as(CniVersion.V1_0_0);
        assertThat(between.cniVersion()).isEqualTo(CniVersion.V1_0_0);
        assertThat(between.interfaces()).first().returns(1500, CniInterface::mtu);
        assertThat(between.as(CniVersion.V1_1_0)).isEqualTo(result110());
        assertThat(between.latest()).isEqualTo(result110());
    }

    @Test
    void t16_converts110To010() {
        assertThat(result110().as(CniVersion.V0_1_0).toJson()).isEqualTo(JSON_010);
    }

    @Test
    void t17_converts110To040() {
        assertThat(result110().as(CniVersion.V0_4_0))
                .isEqualTo(new Result040(
                        CniVersion.V0_4_0, result040().interfaces(), ips(), List.of(ROUTE4, ROUTE6), DNS));
    }

    @Test
    void t18_keepsInterfaceIndex0In100() {
        CniResult result = oneIp(CniVersion.V1_0_0, "{\"interface\":0,\"address\":\"10.1.2.3/24\"}");
        assertThat(result.toJson()).isEqualTo("""
                        {
                            "cniVersion": "1.0.0",
                            "ips": [
                                {
                                    "address": "10.1.2.3/24",
                                    "interface": 0
                                }
                            ]
                        }""");
    }

    @Test
    void t19_leavesOutAnAbsentIndexIn100() {
        CniResult result = oneIp(CniVersion.V1_1_0, "{\"address\":\"10.1.2.3/24\"}");
        assertThat(result.ips()).first().returns(OptionalInt.empty(), CniIp::interfaceIndex);
        assertThat(result.toJson()).doesNotContain("interface");
    }

    @Test
    void t20_refusesANumberForAnAddressIn100() {
        assertThatThrownBy(() -> oneIp(CniVersion.V1_0_0, "{\"address\":10}"))
                .hasMessageStartingWith("json: cannot unmarshal number into ");
    }

    @Test
    void t21_convertsToNothingAs010() {
        assertThat(result110().as(CniVersion.parse(""))).returns(CniVersion.V0_1_0, CniResult::cniVersion);
    }

    @ParameterizedTest
    @CsvSource({"1.2.3.4/5, 1.2.3.4, 5", "1.2.3.4/0, 1.2.3.4, 0", "10.255.255.255/32, 10.255.255.255, 32"})
    void t22_keepsTheHostPartOfIpv4(String cidr, String ip, int length) {
        CniIp parsed =
                oneIp(CniVersion.V1_0_0, "{\"address\":\"" + cidr + "\"}").ips().get(0);
        assertThat(parsed.address())
                .isEqualTo(new IpPrefix(IpAddresses.parse(ip), length))
                .hasToString(cidr);
    }

    @ParameterizedTest
    @CsvSource({"2001:db8::1/64, 2001:db8::1, 64", "::1/128, ::1, 128"})
    void t23_keepsTheHostPartOfIpv6(String cidr, String ip, int length) {
        t22_keepsTheHostPartOfIpv4(cidr, ip, length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3/45", "1.2.3.4", "", "010.1.2.3/24", "1.2.3.4/033", "fd00::%eth0/64", "host/24"})
    void t24_refusesABadCidr(String cidr) {
        assertThatThrownBy(() -> oneIp(CniVersion.V1_0_0, "{\"address\":\"" + cidr + "\"}"))
                .asInstanceOf(type(CniException.class))
                .returns("invalid CIDR address: " + cidr, CniException::msg)
                .returns("in ips[0].address", CniException::details)
                .returns("cni-result-invalid", CniException::errorCode);
    }

    @Test
    void t25_printsACidrAsItWasRead() {
        assertThat(oneIp(CniVersion.V0_4_0, "{\"address\":\"FD00:0::00Ab/64\"}").toJson())
                .contains("\"address\": \"fd00::ab/64\"");
    }

    @Test
    void t26_refusesWhatIsNoString() {
        assertThatThrownBy(() -> oneIp(CniVersion.V1_0_0, "{\"address\":1}"))
                .hasMessageStartingWith("json: cannot unmarshal number into ");
    }

    @Test
    void t27_refusesAPrefixThatDoesNotFit() {
        assertThatThrownBy(() -> oneIp(CniVersion.V1_0_0, "{\"address\":\"1.2.3.4/99\"}"))
                .asInstanceOf(type(CniException.class))
                .returns("invalid CIDR address: 1.2.3.4/99", CniException::msg);
    }

    private static final CniRoute WHOLE_ROUTE = new CniRoute(
            IpPrefix.parse("1.2.3.0/24"),
            Optional.of(IpAddresses.parse("1.2.3.1")),
            1500,
            1340,
            100,
            OptionalInt.of(50),
            OptionalInt.of(253));

    @Test
    void t28_keepsAllOfARoute() {
        String json = "{\"cniVersion\":\"0.4.0\",\"routes\":[{\"dst\":\"1.2.3.0/24\",\"gw\":\"1.2.3.1\",\"mtu\":1500,"
                + "\"advmss\":1340,\"priority\":100,\"table\":50,\"scope\":253}]}";
        CniResult result = CniResult.parse(json);
        assertThat(result.routes()).containsExactly(WHOLE_ROUTE);
        assertThat(result.toJson().replaceAll("\\s", "").replace(",\"dns\":{}", ""))
                .isEqualTo(json);
        // Table 0 and scope 0 are something; MTU 0 is nothing.
        String zeros = "{\"cniVersion\":\"1.0.0\",\"routes\":[{\"dst\":\"::/0\",\"mtu\":0,\"table\":0,\"scope\":0}]}";
        assertThat(CniResult.parse(zeros).toJson())
                .contains("\"table\": 0", "\"scope\": 0")
                .doesNotContain("mtu");
    }

    @Test
    void t29_refusesABadGateway() {
        assertThatThrownBy(() -> CniResult.parse(
                        "{\"cniVersion\":\"1.1.0\",\"routes\":[{\"dst\":\"1.2.3.0/24\",\"gw\":\"1.2.3.x\"}]}"))
                .asInstanceOf(type(CniException.class))
                .returns("invalid IP address: 1.2.3.x", CniException::msg)
                .returns("in routes[0].gw", CniException::details);
        assertThat(CniResult.parse("{\"cniVersion\":\"1.1.0\",\"routes\":[{\"dst\":\"1.2.3.0/24\",\"gw\":\"\"}]}")
                        .routes())
                .first()
                .returns(Optional.empty(), CniRoute::gw);
    }

    @Test
    void t30_printsARouteForPeople() {
        // Go prints its struct; here it is what ip-route(8) would take.
        assertThat(WHOLE_ROUTE)
                .hasToString("1.2.3.0/24 via 1.2.3.1 mtu 1500 advmss 1340 metric 100 table 50 scope 253");
        assertThat(ROUTE6).hasToString("1111:dddd::/80 via 1111:dddd::aaaa");
    }

    @Test
    void t31_printsAnErrorWithDetails() {
        assertThat(CniException.builder("cni-test", "some message")
                        .details("some details")
                        .build())
                .hasMessage("some message; some details");
    }

    @Test
    void t32_printsAnErrorWithoutDetails() {
        assertThat(CniException.builder("cni-test", "some message").build()).hasMessage("some message");
    }

    @Test
    void t33_keepsThePartsOfAnError() {
        assertThat(CniException.builder("cni-test", "some message")
                        .code(1234)
                        .details("some details")
                        .build())
                .returns(1234, CniException::code)
                .returns("some message", CniException::msg)
                .returns("some details", CniException::details);
        assertThat(CniErrorCode.of(11)).contains(CniErrorCode.TRY_AGAIN_LATER);
        assertThat(CniErrorCode.of(1234)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1.1", "1.2.0", "banana", "0.3"})
    void refusesUnknownVersions(String version) {
        assertThatThrownBy(() -> CniResult.parse("{\"cniVersion\":\"" + version + "\"}"))
                .hasMessage("unsupported CNI result version \"" + version + "\"");
        assertThatThrownBy(() -> CniResult.parse("{}", version))
                .hasMessage("unsupported CNI result version \"" + version + "\"");
    }

    @Test
    void refusesToConvertToUnknownVersions() {
        assertThatThrownBy(() -> result110().as(new CniVersion(5, 0, 0)))
                .hasMessage("no converter for CNI result version 1.1.0 to 5.0.0");
    }

    @Test
    void convertsToItsOwnVersionAsItself() {
        Result100 result = result110();
        assertThat(result.as(CniVersion.V1_1_0)).isSameAs(result);
    }

    @Test
    void stampsAResultWithTheVersionOfTheConfiguration() {
        assertThat(CniResult.parse("{}", "1.0.0").cniVersion()).isEqualTo(CniVersion.V1_0_0);
        assertThat(CniResult.parse("null", "0.4.0").cniVersion()).isEqualTo(CniVersion.V0_4_0);
        assertThat(CniResult.parse("{\"cniVersion\":\"\"}", "0.3.0").cniVersion())
                .isEqualTo(CniVersion.V0_3_0);
        assertThat(CniResult.parse("{\"cniVersion\":\"0.3.1\"}", "1.0.0").cniVersion())
                .isEqualTo(CniVersion.V0_3_1);
        // The stamp is written in the usual case and sorts last, so it counts.
        assertThat(CniResult.parse("{\"CNIVersion\":\"0.3.1\"}", "1.0.0").cniVersion())
                .isEqualTo(CniVersion.V1_0_0);
    }

    @Test
    void takesAnErrorForAnEmptyResult() {
        assertThat(CniResult.parse("{\"code\":7,\"msg\":\"no\"}", "1.0.0").toJson())
                .isEqualTo("{\n    \"cniVersion\": \"1.0.0\"\n}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| unexpected end of JSON input",
                "{| unexpected end of JSON input",
                "{}{| invalid character '{' after top-level value",
                "hello| invalid character 'h' looking for beginning of value",
            })
    void refusesWhatIsNoJson(String text, String fault) {
        assertThatThrownBy(() -> CniResult.parse(text, "1.0.0"))
                .asInstanceOf(type(CniException.class))
                .returns("failed to unmarshal raw result: " + fault, CniException::msg)
                .returns(CniErrorCode.DECODING_FAILURE.number(), CniException::code);
    }

    @Test
    void readsFieldsInAnyCaseAndDropsUnknownOnes() {
        assertThat(CniResult.parse("""
                        {"cniVersion": "0.4.0", "IPS": [{"VERSION": "4", "Address": "10.0.0.2/8"}], "x": {"y": [null]},
                         "Dns": {"NameServers": ["10.0.0.1"]}, "routes": null}"""))
                .isEqualTo(new Result040(
                        CniVersion.V0_4_0,
                        List.of(),
                        List.of(new CniIp("4", OptionalInt.empty(), IpPrefix.parse("10.0.0.2/8"), Optional.empty())),
                        List.of(),
                        new CniDns(List.of("10.0.0.1"), "", List.of(), List.of())));
    }

    @Test
    void dropsVersionsOfAddressesFrom100On() {
        assertThat(oneIp(CniVersion.V1_0_0, "{\"version\":\"4\",\"address\":\"10.1.2.3/24\"}")
                        .ips())
                .first()
                .returns("", CniIp::version);
    }

    @Test
    void keepsAddressesOfUnknownFamilyWithinTheirForm() {
        CniResult odd = oneIp(
                CniVersion.V0_3_0, "{\"version\":\"7\",\"address\":\"10.1.2.3/24\"},{\"address\":\"10.1.2.4/24\"}");
        assertThat(odd.as(CniVersion.V0_4_0).ips()).extracting(CniIp::version).containsExactly("7", "");
        assertThat(odd.toJson()).contains("\"version\": \"7\"", "\"version\": \"\"");
        assertThat(odd.as(CniVersion.V1_0_0).as(CniVersion.V0_4_0).ips())
                .extracting(CniIp::version)
                .containsExactly("4", "4");
    }

    @Test
    void tellsWhichVersionsAFormHas() {
        assertThatThrownBy(() -> new Result100(CniVersion.V0_4_0, List.of(), List.of(), List.of(), CniDns.EMPTY))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("invalid CNI version \"0.4.0\": such a result has one of [1.0.0, 1.1.0]");
    }

    @Test
    void showsTheOldestFormAsTheOthers() {
        Result020 old = result020(CniVersion.V0_2_0);
        assertThat(old.interfaces()).isEmpty();
        assertThat(old.ips()).isEqualTo(old.as(CniVersion.V0_4_0).ips());
        assertThat(old.routes()).containsExactly(ROUTE4, ROUTE6);
    }
}
