// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.podnet.base.InvalidValueException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static String sorted(String json) throws JsonException {
        return Json.sortedCompact(Json.parse(json));
    }

    @Test
    void sortsKeysByTheirBytesOnEveryLevel() throws JsonException {
        assertThat(sorted("{\"b\": {\"z\": 1, \"Z\": 2, \"\": 3}, \"a\": [{\"y\": 1, \"x\": 2}], \"ä\": 0, \"aa\": 0}"))
                .isEqualTo("{\"a\":[{\"x\":2,\"y\":1}],\"aa\":0,\"b\":{\"\":3,\"Z\":2,\"z\":1},\"ä\":0}");
        // U+FFFD comes before U+10000 in bytes, after it in UTF-16.
        assertThat(sorted("{\"\ud800\udc00\": 1, \"\ufffd\": 2}")).isEqualTo("{\"\ufffd\":2,\"\ud800\udc00\":1}");
    }

    @Test
    void keepsUnknownFieldsAndNulls() throws JsonException {
        assertThat(sorted("{\"x\": null, \"y\": [null, {}, []], \"z\": {\"\": null}}"))
                .isEqualTo("{\"x\":null,\"y\":[null,{},[]],\"z\":{\"\":null}}");
    }

    @Test
    void takesTheLastOfKeysThatOccurTwice() throws JsonException {
        assertThat(sorted("{\"a\": 1, \"b\": 2, \"a\": {\"c\": 3}}")).isEqualTo("{\"a\":{\"c\":3},\"b\":2}");
    }

    /** What Go 1.19 prints for the same text, tried out; but the exact value where that would change. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 1, 1",
        "-1, -1, -1",
        "1.0, 1, 1",
        "1500.0, 1500, 1500",
        "1.5e3, 1500, 1500",
        "0.1, 0.1, 0.1",
        "0.10, 0.1, 0.1",
        "1e21, 1e+21, 1e+21",
        "1E+21, 1e+21, 1e+21",
        "1e20, 100000000000000000000, 100000000000000000000",
        "1.5e300, 1.5e+300, 1.5e+300",
        "1e-6, 0.000001, 0.000001",
        "1e-7, 1e-7, 1e-7",
        "-1.25e-9, -1.25e-9, -1.25e-9",
        "2e-3, 0.002, 0.002",
        "8.41E21, 8.41e+21, 8.41e+21",
        "2.2250738585072014e-308, 2.2250738585072014e-308, 2.2250738585072014e-308",
        "5e-324, 5e-324, 5e-324",
        "9007199254740992, 9007199254740992, 9007199254740992",
        "9007199254740993, 9007199254740993, 9007199254740992",
        "18446744073709551615, 18446744073709551615, 18446744073709552000",
        "-9223372036854775808, -9223372036854775808, -9223372036854776000",
        "1000000000000000000000, 1000000000000000000000, 1e+21",
        "123456789012345678901234567890, 123456789012345678901234567890, 1.2345678901234568e+29",
        "0.1234567890123456789, 0.1234567890123456789, 0.12345678901234568",
        "1e-400, 1E-400, 0",
    })
    void printsNumbersAsGoDoesButExactly(String text, String exact, String float64) throws JsonException {
        assertThat(Json.sortedCompact(Json.parse(text))).isEqualTo(exact);
        assertThat(Json.sortedCompactFloat64(Json.parse(text))).isEqualTo(float64);
        assertThat(new BigDecimal(exact)).isEqualByComparingTo(new BigDecimal(text));
    }

    @Test
    void printsNumbersOtherwiseThanGo() throws JsonException {
        // Go keeps the sign of zero, and refuses what float64 cannot hold.
        assertThat(sorted("[-0, -0.0, 1e400, -1e400]")).isEqualTo("[0,0,1E+400,-1E+400]");
        assertThat(Json.sortedCompactFloat64(Json.parse("1e400"))).isEqualTo("1E+400");
    }

    @Test
    void escapesAsGoDoes() throws JsonException {
        String all = "\"<>&\\u2028\\u2029\\u0000\\u001f\\u007f\\b\\f\\n\\r\\t\\\"\\\\\\/'é€\\ud83d\\ude00\\ud83d\"";
        assertThat(sorted(all))
                .isEqualTo(
                        "\"\\u003c\\u003e\\u0026\\u2028\\u2029\\u0000\\u001f\u007f\\b\\f\\n\\r\\t\\\"\\\\/'é€\ud83d\ude00\ufffd\"");
    }

    @Test
    void printsAsMarshalIndentDoes() throws JsonException {
        assertThat(Json.pretty(Json.parse("{\"b\":[],\"a\":{},\"c\":[1,{\"d\":\"x\"}]}")))
                .isEqualTo("""
                        {
                            "b": [],
                            "a": {},
                            "c": [
                                1,
                                {
                                    "d": "x"
                                }
                            ]
                        }""");
        assertThat(Json.sortedPretty(Json.parse("{\"b\":1,\"a\":2}"))).isEqualTo("{\n    \"a\": 2,\n    \"b\": 1\n}");
    }

    /** What Go 1.19 says of the same text, tried out. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|unexpected end of JSON input|line 1, column 1",
                "`  `|unexpected end of JSON input|line 1, column 3",
                "{|unexpected end of JSON input|line 1, column 2",
                "[1,|unexpected end of JSON input|line 1, column 4",
                "\"abc|unexpected end of JSON input|line 1, column 5",
                "tru|invalid character ' ' in literal true (expecting 'e')|line 1, column 4",
                "-|invalid character ' ' in numeric literal|line 1, column 2",
                "1.|invalid character ' ' after decimal point in numeric literal|line 1, column 3",
                "\"\\|invalid character ' ' in string escape code|line 1, column 3",
                "\"\\u00|invalid character ' ' in \\u hexadecimal character escape|line 1, column 6",
                "hello|invalid character 'h' looking for beginning of value|line 1, column 1",
                "{{{|invalid character '{' looking for beginning of object key string|line 1, column 2",
                "{ cc cc cc}|invalid character 'c' looking for beginning of object key string|line 1, column 3",
                "{\"a\":1,}|invalid character '}' looking for beginning of object key string|line 1, column 8",
                "{\"a\" 1}|invalid character '1' after object key|line 1, column 6",
                "{\"a\":1 \"b\"}|invalid character '\"' after object key:value pair|line 1, column 8",
                "{\"a\":}|invalid character '}' looking for beginning of value|line 1, column 6",
                "[1 2]|invalid character '2' after array element|line 1, column 4",
                "[1,]|invalid character ']' looking for beginning of value|line 1, column 4",
                "{}{|invalid character '{' after top-level value|line 1, column 3",
                "01|invalid character '1' after top-level value|line 1, column 2",
                "-x|invalid character 'x' in numeric literal|line 1, column 2",
                "1.x|invalid character 'x' after decimal point in numeric literal|line 1, column 3",
                "1ex|invalid character 'x' in exponent of numeric literal|line 1, column 3",
                "trux|invalid character 'x' in literal true (expecting 'e')|line 1, column 4",
                "nil|invalid character 'i' in literal null (expecting 'u')|line 1, column 2",
                "fAlse|invalid character 'A' in literal false (expecting 'a')|line 1, column 2",
                "\"\\x\"|invalid character 'x' in string escape code|line 1, column 3",
                "\"\\u12x4\"|invalid character 'x' in \\u hexadecimal character escape|line 1, column 6",
                "'a'|invalid character '\\'' looking for beginning of value|line 1, column 1",
                "é|invalid character 'Ã' looking for beginning of value|line 1, column 1",
                "NaN|invalid character 'N' looking for beginning of value|line 1, column 1",
                "/* */1|invalid character '/' looking for beginning of value|line 1, column 1",
            })
    void namesFaultsAsGoDoes(String text, String message, String place) {
        assertThatThrownBy(() -> Json.parse(text))
                .asInstanceOf(type(JsonException.class))
                .returns(message, JsonException::getMessage)
                .returns(place, JsonException::details);
    }

    @Test
    void countsLines() {
        assertThatThrownBy(() -> Json.parse("{\n  \"ä\": 1,\n  \"ö\" x\n}"))
                .asInstanceOf(type(JsonException.class))
                .returns("invalid character 'x' after object key", JsonException::getMessage)
                .returns("line 3, column 7", JsonException::details);
        assertThatThrownBy(() -> Json.parse("\"a\nb\"")).hasMessage("invalid character '\\n' in string literal");
    }

    @Test
    void takesNoMoreThanItCanHold() throws JsonException {
        String deep = "[".repeat(Json.DEEPEST) + "]".repeat(Json.DEEPEST);
        assertThat(sorted(deep)).isEqualTo(deep);
        assertThatThrownBy(() -> Json.parse("[" + deep + "]"))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("depth");
        assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> Json.parse("{\"a\":".repeat(1_000_000))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> Json.parse("\"" + "x".repeat(Json.MOST_CHARACTERS) + "\""))
                .hasMessage("JSON input is too long");
        assertThat(sorted("9".repeat(1000))).isEqualTo("9".repeat(1000));
        assertThatThrownBy(() -> Json.parse("9".repeat(1001))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> Json.parse("1e99999999999")).isInstanceOf(JsonException.class);
    }

    @Test
    void readsBytesThatAreNoUtf8AsGoDoes() throws JsonException {
        byte[] bytes = {'"', 'a', (byte) 0xff, 'b', '"'};
        assertThat(Json.parse(Json.text(bytes)).textValue()).isEqualTo("a\ufffdb");
    }

    @Test
    void turnsTreesIntoPlainValuesAndBack() throws JsonException {
        String json = "{\"z\":[1,9007199254740993,123456789012345678901234567890,0.5,true,null,\"x\"],\"a\":{}}";
        Object plain = PlainValues.of(Json.parse(json));
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put(
                "z",
                Arrays.asList(
                        1,
                        9007199254740993L,
                        new BigInteger("123456789012345678901234567890"),
                        new BigDecimal("0.5"),
                        true,
                        null,
                        "x"));
        expected.put("a", Map.of());
        assertThat(plain).isEqualTo(expected);
        assertThat(Json.compact(PlainValues.toTree("x", plain))).isEqualTo(json);
        assertThatThrownBy(() -> ((Map<?, ?>) plain).clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Json.compact(PlainValues.toTree("x", List.of(1.5f, 2.0, (short) 3, (byte) 4, 'c'))))
                .isEqualTo("[1.5,2,3,4,\"c\"]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void refusesPlainValuesThatJsonCannotSay(double value) {
        assertThatThrownBy(() -> PlainValues.toTree("rate", Map.of("x", value)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("rate.x");
        assertThatThrownBy(() -> PlainValues.toTree("rate", Collections.singletonList(new Object())))
                .isInstanceOf(InvalidValueException.class);
    }
}
