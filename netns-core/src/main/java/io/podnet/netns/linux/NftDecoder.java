// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetfilterConstants.NFGENMSG_BYTES;
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
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_LIST_ELEMENTS;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_USERDATA;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_VERDICT_CHAIN;
import static io.podnet.netns.linux.NetfilterConstants.NFTNL_UDATA_SET_ELEM_COMMENT;
import static io.podnet.netns.linux.NetfilterConstants.NF_DROP;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads NFT_MSG_NEW*: {@code struct nfgenmsg} and NFTA_* attributes, whose numbers are in network byte order. */
final class NftDecoder {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private NftDecoder() {}

    static NftChain chain(ByteBuffer body) {
        AttributeReader reader = new AttributeReader(body, NFGENMSG_BYTES);
        String name = "";
        boolean drops = false;
        while (reader.next()) {
            switch (reader.type()) {
                case NFTA_CHAIN_NAME -> name = reader.string();
                case NFTA_CHAIN_POLICY -> drops = number(reader, 4) == NF_DROP;
                default -> {}
            }
        }
        return new NftChain(name, drops);
    }

    /** Reads a rule; empty if it is of another chain. */
    static Optional<NftRule> rule(ByteBuffer body, String chain) {
        AttributeReader reader = new AttributeReader(body, NFGENMSG_BYTES);
        long handle = 0;
        boolean ofChain = false;
        Expressions expressions = new Expressions();
        while (reader.next()) {
            switch (reader.type()) {
                case NFTA_RULE_CHAIN -> ofChain = reader.string().equals(chain);
                case NFTA_RULE_HANDLE -> handle = number(reader, 8);
                case NFTA_RULE_EXPRESSIONS -> expressions.read(reader.nested());
                default -> {}
            }
        }
        return ofChain
                ? Optional.of(new NftRule(handle, expressions.target, List.copyOf(expressions.constants)))
                : Optional.empty();
    }

    /** Reads the first element. */
    static NftElement element(ByteBuffer body) {
        AttributeReader reader = new AttributeReader(body, NFGENMSG_BYTES);
        String comment = "";
        ByteBuffer data = NOTHING;
        while (reader.next()) {
            if (reader.type() == NFTA_SET_ELEM_LIST_ELEMENTS) {
                AttributeReader elements = reader.nested();
                if (elements.next()) {
                    AttributeReader element = elements.nested();
                    while (element.next()) {
                        switch (element.type()) {
                            case NFTA_SET_ELEM_DATA -> data = value(element.nested());
                            case NFTA_SET_ELEM_USERDATA -> comment = commentOf(element.bytes());
                            default -> {}
                        }
                    }
                }
            }
        }
        return new NftElement(comment, data);
    }

    /** Reads the number of transactions. */
    static Optional<Integer> generation(ByteBuffer body) {
        AttributeReader reader = new AttributeReader(body, NFGENMSG_BYTES);
        while (reader.next()) {
            if (reader.type() == NFTA_GEN_ID) {
                return Optional.of((int) number(reader, Integer.BYTES));
            }
        }
        return Optional.empty();
    }

    private static ByteBuffer value(AttributeReader data) {
        ByteBuffer value = NOTHING;
        while (data.next()) {
            if (data.type() == NFTA_DATA_VALUE) {
                value = ByteBuffer.wrap(data.bytes()).asReadOnlyBuffer();
            }
        }
        return value;
    }

    private static String commentOf(byte[] userdata) {
        int at = 0;
        while (at + 2 <= userdata.length) {
            int length = Math.min(Byte.toUnsignedInt(userdata[at + 1]), userdata.length - at - 2);
            if (userdata[at] == NFTNL_UDATA_SET_ELEM_COMMENT) {
                boolean terminated = length > 0 && userdata[at + 1 + length] == 0;
                return new String(userdata, at + 2, terminated ? length - 1 : length, StandardCharsets.UTF_8);
            }
            at += 2 + length;
        }
        return "";
    }

    private static long number(AttributeReader reader, int bytes) {
        if (reader.length() < bytes) {
            throw new MalformedMessageException("number in attribute " + reader.type(), reader.length(), bytes, bytes);
        }
        ByteBuffer value = ByteBuffer.wrap(reader.bytes());
        return bytes == 8 ? value.getLong() : value.getInt();
    }

    /** What is of interest in the expressions of a rule. */
    private static final class Expressions {
        private Optional<String> target = Optional.empty();
        private final List<ByteBuffer> constants = new ArrayList<>();

        void read(AttributeReader list) {
            while (list.next()) {
                if (list.type() == NFTA_LIST_ELEM) {
                    one(list.nested());
                }
            }
        }

        private void one(AttributeReader expression) {
            String name = "";
            while (expression.next()) {
                if (expression.type() == NFTA_EXPR_NAME) {
                    name = expression.string();
                } else if (expression.type() == NFTA_EXPR_DATA) {
                    data(name, expression.nested());
                }
            }
        }

        private void data(String name, AttributeReader data) {
            while (data.next()) {
                if (name.equals("cmp") && data.type() == NFTA_CMP_DATA) {
                    constants.add(value(data.nested()));
                } else if (name.equals("immediate") && data.type() == NFTA_IMMEDIATE_DATA) {
                    AttributeReader value = data.nested();
                    while (value.next()) {
                        if (value.type() == NFTA_DATA_VERDICT) {
                            verdict(value.nested());
                        }
                    }
                }
            }
        }

        private void verdict(AttributeReader verdict) {
            while (verdict.next()) {
                if (verdict.type() == NFTA_VERDICT_CHAIN) {
                    target = Optional.of(verdict.string());
                }
            }
        }
    }
}
