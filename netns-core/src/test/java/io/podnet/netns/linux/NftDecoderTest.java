// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetfilterConstants.NFTA_CHAIN_NAME;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_CHAIN_POLICY;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_CMP_DATA;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_DATA_VALUE;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_DATA_VERDICT;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_EXPR_DATA;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_EXPR_NAME;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_GEN_ID;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_IMMEDIATE_DATA;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_LIST_ELEM;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_RULE_CHAIN;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_RULE_EXPRESSIONS;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_RULE_HANDLE;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_DATA;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_KEY;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_LIST_ELEMENTS;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_USERDATA;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_VERDICT_CHAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podnet.base.IpAddresses;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NftDecoderTest {
    private static final int OTHER = 30;

    @Test
    void readsChains() {
        assertThat(NftDecoder.chain(chain(0))).isEqualTo(new NftChain("forward", true));
        assertThat(NftDecoder.chain(chain(1))).isEqualTo(new NftChain("forward", false));
        assertThat(NftDecoder.chain(Bodies.of(writer -> header(writer).string(NFTA_CHAIN_NAME, "publish"))))
                .isEqualTo(new NftChain("publish", false));
        assertThatThrownBy(() ->
                        NftDecoder.chain(Bodies.of(writer -> header(writer).bytes(NFTA_CHAIN_POLICY, new byte[3]))))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("number in attribute 5 of 3 bytes");
    }

    private static ByteBuffer chain(int policy) {
        return Bodies.of(writer -> header(writer)
                .string(NFTA_CHAIN_NAME, "forward")
                .bytes(NFTA_CHAIN_POLICY, Bodies.number(policy))
                .string(OTHER, "x"));
    }

    @Test
    void readsWhatARuleComparesAndWhereItJumps() {
        byte[] address = IpAddresses.parse("10.88.0.2").getAddress();
        ByteBuffer body = rule(writer -> {
            expression(writer, "payload", () -> value(writer, NFTA_CMP_DATA, new byte[] {9}));
            expression(writer, "cmp", () -> {
                value(writer, NFTA_CMP_DATA, address);
                value(writer, OTHER, new byte[] {8});
            });
            expression(writer, "cmp", () -> value(writer, NFTA_CMP_DATA, new byte[] {6}));
            expression(writer, "lookup", () -> verdict(writer, NFTA_IMMEDIATE_DATA, "nowhere"));
            expression(writer, "immediate", () -> {
                verdict(writer, OTHER, "nowhere");
                verdict(writer, NFTA_IMMEDIATE_DATA, "publish");
            });
        });

        NftRule rule = NftDecoder.rule(body, "forward").orElseThrow();

        assertThat(rule)
                .isEqualTo(new NftRule(
                        0x1_0000_0007L,
                        Optional.of("publish"),
                        List.of(ByteBuffer.wrap(address), ByteBuffer.wrap(new byte[] {6}))));
        assertThat(rule.names(IpAddresses.parse("10.88.0.2"))).isTrue();
        assertThat(rule.names(IpAddresses.parse("10.88.0.3"))).isFalse();
        assertThat(NftDecoder.rule(body, "other")).isEmpty();
    }

    @Test
    void aRuleMayJumpNowhere() {
        ByteBuffer body = rule(writer -> expression(
                writer, "immediate", () -> value(writer, NFTA_IMMEDIATE_DATA, new byte[] {1, 2, 3, 4, 5, 6, 7, 8})));

        assertThat(NftDecoder.rule(body, "forward")).contains(new NftRule(0x1_0000_0007L, Optional.empty(), List.of()));
    }

    @Test
    void aRulesHandleHasEightBytes() {
        assertThatThrownBy(() ->
                        NftDecoder.rule(Bodies.of(writer -> header(writer).bytes(NFTA_RULE_HANDLE, new byte[7])), "c"))
                .isInstanceOf(MalformedMessageException.class);
    }

    private static ByteBuffer rule(Consumer<MessageWriter> expressions) {
        return Bodies.of(writer -> header(writer)
                .string(NFTA_RULE_CHAIN, "forward")
                .bytes(
                        NFTA_RULE_HANDLE,
                        ByteBuffer.allocate(8).putLong(0x1_0000_0007L).array())
                .nested(NFTA_RULE_EXPRESSIONS, () -> {
                    expressions.accept(writer);
                    writer.nested(
                            OTHER,
                            () -> writer.string(NFTA_EXPR_NAME, "cmp")
                                    .nested(NFTA_EXPR_DATA, () -> value(writer, NFTA_CMP_DATA, new byte[] {7})));
                }));
    }

    private static void expression(MessageWriter writer, String name, Runnable data) {
        writer.nested(
                NFTA_LIST_ELEM,
                () -> writer.string(NFTA_EXPR_NAME, name)
                        .nested(NFTA_EXPR_DATA, data)
                        .nested(OTHER, data));
    }

    private static void value(MessageWriter writer, int type, byte[] value) {
        writer.nested(type, () -> writer.bytes(NFTA_DATA_VALUE, value).bytes(OTHER, new byte[4]));
    }

    private static void verdict(MessageWriter writer, int type, String chain) {
        writer.nested(
                type,
                () -> writer.nested(
                                NFTA_DATA_VERDICT,
                                () -> writer.string(NFTA_VERDICT_CHAIN, chain).string(OTHER, "x"))
                        .nested(OTHER, () -> writer.string(NFTA_VERDICT_CHAIN, "y")));
    }

    @Test
    void readsTheFirstElement() {
        byte[] data = {10, 88, 0, 2, 0, 80, 0, 0};
        ByteBuffer body = Bodies.of(writer -> header(writer)
                .nested(OTHER, () -> element(writer, new byte[] {1}, comment("none")))
                .nested(NFTA_SET_ELEM_LIST_ELEMENTS, () -> {
                    element(writer, data, comment("net c0ffee eth0"));
                    element(writer, new byte[] {2}, comment("second"));
                }));

        assertThat(NftDecoder.element(body)).isEqualTo(new NftElement("net c0ffee eth0", ByteBuffer.wrap(data)));
    }

    @Test
    void anElementMayHaveNothing() {
        NftElement nothing = new NftElement("", ByteBuffer.allocate(0));

        assertThat(NftDecoder.element(
                        Bodies.of(writer -> header(writer).nested(NFTA_SET_ELEM_LIST_ELEMENTS, () -> {}))))
                .isEqualTo(nothing);
        assertThat(NftDecoder.element(Bodies.of(writer -> header(writer)
                        .nested(NFTA_SET_ELEM_LIST_ELEMENTS, () -> writer.nested(NFTA_LIST_ELEM, () -> {})))))
                .isEqualTo(nothing);
    }

    @Test
    void readsCommentsHoweverTheyAreKept() {
        assertThat(commentOf(0, 3, 'a', 'b', 0)).isEqualTo("ab");
        assertThat(commentOf(0, 2, 'a', 'b')).as("without a zero").isEqualTo("ab");
        assertThat(commentOf(0, 9, 'a', 'b')).as("cut off").isEqualTo("ab");
        assertThat(commentOf(0, 1, 0)).isEmpty();
        assertThat(commentOf(0, 0)).isEmpty();
        assertThat(commentOf(1, 2, 'x', 'y', 0, 2, 'a', 0))
                .as("behind another one")
                .isEqualTo("a");
        assertThat(commentOf(1, 0, 0, 2, 'a', 'b')).as("behind an empty one").isEqualTo("ab");
        assertThat(commentOf(1, 2, 0, 1)).as("inside another one").isEmpty();
        assertThat(commentOf(1, 0, 0)).as("a type only").isEmpty();
        assertThat(commentOf()).isEmpty();
    }

    private static String commentOf(int... userdata) {
        byte[] bytes = new byte[userdata.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) userdata[i];
        }
        return NftDecoder.element(Bodies.of(writer ->
                        header(writer).nested(NFTA_SET_ELEM_LIST_ELEMENTS, () -> element(writer, new byte[0], bytes))))
                .comment();
    }

    private static byte[] comment(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(bytes.length + 3)
                .put((byte) 0)
                .put((byte) (bytes.length + 1))
                .put(bytes)
                .array();
    }

    private static void element(MessageWriter writer, byte[] data, byte[] userdata) {
        writer.nested(NFTA_LIST_ELEM, () -> {
            value(writer, NFTA_SET_ELEM_KEY, new byte[] {3});
            value(writer, NFTA_SET_ELEM_DATA, data);
            writer.bytes(NFTA_SET_ELEM_USERDATA, userdata);
        });
    }

    @Test
    void readsTheGeneration() {
        assertThat(NftDecoder.generation(Bodies.of(
                        writer -> header(writer).string(OTHER, "x").bytes(NFTA_GEN_ID, Bodies.number(0x01020304)))))
                .contains(0x01020304);
        assertThat(NftDecoder.generation(Bodies.of(writer -> header(writer).string(OTHER, "x"))))
                .isEmpty();
    }

    private static MessageWriter header(MessageWriter writer) {
        return writer.u8(1).u8(0).u16(0);
    }
}
