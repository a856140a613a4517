// SPDX-License-Identifier: Apache-2.0
package io.podnet.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.podnet.base.InvalidValueException;
import io.podnet.base.IpAddresses;
import io.podnet.base.IpPrefix;
import io.podnet.base.MacAddress;
import io.podnet.base.PortMapping;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Input in bulk: each text is either what it says when printed, or refused by an exception that names it. */
class BadInputTest {
    private static final int TEXTS = 5000;
    private static final String ALPHABET =
            "0123456789abcdefzA:/.,-_=[]%@ \t\n\u0000\u001b\u007f\u0660\u00e9\ud83d\ude00\\\"'*";

    private interface Parser {
        Object parse(String text);
    }

    private record Input(String what, Parser parser, String... good) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Input> inputs() {
        return Stream.of(
                new Input("pod id", PodId::new, "0123456789abcdef".repeat(4)),
                new Input(
                        "network mode",
                        NetworkMode::parse,
                        "bridge",
                        "ns:/run/netns/x",
                        "pod:web",
                        "slirp4netns:mtu=1500"),
                new Input(
                        "network",
                        PodNetwork::parse,
                        "blue",
                        "blue:ip=10.1.2.3,mac=02:00:00:00:00:01,alias=db,interface_name=eth9",
                        "blue:ip6=fd00::1"),
                new Input(
                        "port mapping",
                        PortMapping::parse,
                        "80",
                        "8080:80/udp",
                        "127.0.0.1:8080-8082:80-82",
                        "[::1]::80/sctp"),
                new Input("host entry", HostEntry::parse, "db:10.1.2.3", "db:fd00::1", "me:host-gateway"),
                new Input("MAC address", MacAddress::parse, "02:00:00:00:00:01"),
                new Input("prefix", IpPrefix::parse, "10.1.2.0/24", "fd00::/64"),
                new Input("address", text -> IpAddresses.format(IpAddresses.parse(text)), "10.1.2.3", "fd00::1"));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void isTakenAsItIsPrintedOrRefused(Input input) {
        Random random = seeded();
        for (int i = 0; i < TEXTS; i++) {
            String text = damaged(random, input.good()[random.nextInt(input.good().length)]);
            Object taken;
            try {
                taken = input.parser().parse(text);
            } catch (InvalidValueException e) {
                assertRefusal(e, text);
                continue;
            }
            assertThat(input.parser().parse(taken.toString()))
                    .as("of \"%s\"", text)
                    .isEqualTo(taken);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void isTakenOrRefused(Input input) {
        Random random = seeded();
        for (int i = 0; i < TEXTS; i++) {
            String text = damaged(random, input.good()[random.nextInt(input.good().length)]);
            try {
                input.parser().parse(text);
            } catch (InvalidValueException e) {
                assertRefusal(e, text);
            }
        }
    }

    static Stream<Input> names() {
        return Stream.of(
                new Input("pod name", text -> PodSpec.builder().name(text).build(), "web", "a.b-c_d"),
                new Input(
                        "networks",
                        text -> PodSpec.builder()
                                .networks(List.of(text, "green"))
                                .build(),
                        "blue",
                        "blue,red",
                        "bridge:ip=10.1.2.3",
                        "none"),
                new Input(
                        "DNS option",
                        text -> new DnsSettings(List.of(), List.of(text), List.of(text)),
                        "ndots:2",
                        "example.test"),
                new Input(
                        "alias", text -> PodNetwork.builder("blue").alias(text).build(), "db"),
                new Input(
                        "interface",
                        text -> PodNetwork.builder("blue").interfaceName(text).build(),
                        "eth0",
                        "a".repeat(15)));
    }

    private static void assertRefusal(InvalidValueException e, String text) {
        assertThat(e.getMessage())
                .as("of \"%s\"", text)
                .startsWith("invalid ")
                .doesNotEndWith("null")
                .doesNotContainPattern("\\p{Cntrl}");
    }

    private static Random seeded() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        return new Random(seed);
    }

    private static String damaged(Random random, String good) {
        StringBuilder text = new StringBuilder(good);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            char with = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, with);
                case 1 -> text.setLength(at);
                case 2 -> text.insert(at, String.valueOf(with).repeat(random.nextInt(300)));
                case 3 -> text.append(text);
                default -> text.replace(at, Math.min(text.length(), at + 1), String.valueOf(with));
            }
        }
        return text.toString();
    }
}
