// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** What a real kernel once said; each file tells how it was made to. */
final class Recorded {
    static final List<String> NAMES = List.of(
            "links",
            "addresses",
            "routes-ipv4",
            "routes-ipv6",
            "error-with-text",
            "error-with-request",
            "error-with-offset",
            "error-at-end-of-dump");

    private Recorded() {}

    static ByteBuffer datagram(String name) {
        assumeTrue(
                ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN,
                "netlink is in the machine's byte order, and these messages come from a little-endian one");
        try (InputStream in = Recorded.class.getResourceAsStream("recorded/" + name + ".hex")) {
            assertThat(in).as(name).isNotNull();
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining())
                    .replace(" ", "");
            return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    static List<NetlinkMessage> messages(String name) {
        return NetlinkMessage.split(datagram(name));
    }
}
