// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetfilterConstants.NFNL_BATCH_GENID;
import static io.podnet.netns.linux.NetfilterConstants.NFNL_MSG_BATCH_BEGIN;
import static io.podnet.netns.linux.NetfilterConstants.NFNL_MSG_BATCH_END;
import static io.podnet.netns.linux.NetfilterConstants.NFTABLES_RESOURCE;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_CHAIN_NAME;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_CHAIN_TABLE;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_DATA_VALUE;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_LIST_ELEM;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_RULE_CHAIN;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_RULE_TABLE;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_DATA;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_KEY;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_LIST_ELEMENTS;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_LIST_SET;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_LIST_TABLE;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_USERDATA;
import static io.podnet.netns.linux.NetfilterConstants.NFTNL_UDATA_SET_ELEM_COMMENT;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_DELSETELEM;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_GETCHAIN;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_GETGEN;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_GETRULE;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_GETSETELEM;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_NEWCHAIN;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_NEWGEN;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_NEWRULE;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_NEWSETELEM;
import static io.podnet.netns.linux.NetlinkConstants.NLA_F_NESTED;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_CREATE;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_EXCL;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * Looks at single things in the tables of nftables, iptables' ones included, and changes elements, without reading all of them;
 * {@link Netfilter#nftables()} gives it, and says which threads and privileges it takes.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NftRequests {
    /** How many elements one transaction may change here: answers to it must fit into a socket's buffer. */
    public static final int MOST_CHANGES = 64;

    /** AF_UNSPEC. */
    private static final int UNSPECIFIED = 0;

    private final NetlinkConversation kernel;

    NftRequests(NetlinkConversation kernel) {
        this.kernel = kernel;
    }

    /**
     * Finds a chain.
     *
     * @param family the table's family
     * @param table the table
     * @param chain the chain
     * @return the chain; empty if there is none, or no such table
     * @throws NativeException if the kernel refuses
     */
    public Optional<NftChain> chain(NftFamily family, String table, String chain) {
        NetlinkRequest request =
                new NetlinkRequest("NFT_MSG_GETCHAIN", NFT_MSG_GETCHAIN, family + " " + table + " " + chain, writer -> {
                    header(writer, family);
                    writer.string(NFTA_CHAIN_TABLE, table).string(NFTA_CHAIN_NAME, chain);
                });
        return one(
                request,
                message -> message.type() == NFT_MSG_NEWCHAIN
                        ? Optional.of(NftDecoder.chain(message.body()))
                        : Optional.empty());
    }

    /**
     * Lists the rules of a chain.
     *
     * @param family the table's family
     * @param table the table
     * @param chain the chain
     * @return the rules in their order; none if there is no such chain
     * @throws NativeException if the kernel refuses
     */
    public List<NftRule> rules(NftFamily family, String table, String chain) {
        NetlinkRequest request =
                new NetlinkRequest("NFT_MSG_GETRULE", NFT_MSG_GETRULE, family + " " + table + " " + chain, writer -> {
                    header(writer, family);
                    writer.string(NFTA_RULE_TABLE, table).string(NFTA_RULE_CHAIN, chain);
                });
        return kernel.dump(
                request,
                message ->
                        message.type() == NFT_MSG_NEWRULE ? NftDecoder.rule(message.body(), chain) : Optional.empty());
    }

    /**
     * Finds an element of a set or map.
     *
     * @param family the table's family
     * @param table the table
     * @param set the set or map
     * @param key the element's key as the kernel has it: in network byte order, each part of a concatenation filled up with
     *     zeros to a multiple of 4 bytes
     * @return the element; empty if the set does not hold the key, or there is no such set
     * @throws NativeException if the kernel refuses
     */
    public Optional<NftElement> element(NftFamily family, String table, String set, byte[] key) {
        NetlinkRequest request = new NetlinkRequest(
                "NFT_MSG_GETSETELEM",
                NFT_MSG_GETSETELEM,
                family + " " + table + " " + set + " " + HexFormat.of().formatHex(key),
                writer -> {
                    header(writer, family);
                    writer.string(NFTA_SET_ELEM_LIST_TABLE, table).string(NFTA_SET_ELEM_LIST_SET, set);
                    writer.nested(
                            NFTA_SET_ELEM_LIST_ELEMENTS | NLA_F_NESTED,
                            () -> writer.nested(
                                    NFTA_LIST_ELEM | NLA_F_NESTED,
                                    () -> writer.nested(
                                            NFTA_SET_ELEM_KEY | NLA_F_NESTED,
                                            () -> writer.bytes(NFTA_DATA_VALUE, key))));
                });
        return one(
                request,
                message -> message.type() == NFT_MSG_NEWSETELEM
                        ? Optional.of(NftDecoder.element(message.body()))
                        : Optional.empty());
    }

    /**
     * Tells how often the tables of the namespace have changed, by anybody: every transaction counts one up, and leaves 0 out.
     *
     * @return the number
     * @throws NativeException if the kernel refuses
     */
    public int generation() {
        NetlinkRequest request = new NetlinkRequest(
                "NFT_MSG_GETGEN", NFT_MSG_GETGEN, "generation", writer -> header(writer, UNSPECIFIED, 0));
        return kernel.find(
                        request,
                        Set.of(),
                        message -> message.type() == NFT_MSG_NEWGEN
                                ? NftDecoder.generation(message.body())
                                : Optional.empty())
                .orElseThrow(() -> new NativeException("NFT_MSG_GETGEN", "generation", Errno.ENODATA.number()));
    }

    /**
     * Changes elements, all of them or none: one transaction.
     *
     * @param family the tables' family
     * @param changes what to change, in this order; at most {@value #MOST_CHANGES}
     * @param generation what {@link #generation()} must be for that; 0 for whatever it is. Afterwards it is the next number
     * @throws NativeException if the kernel refuses, and then nothing has changed: EEXIST or ENOENT for an element, ERESTART
     *     for another generation
     * @throws IllegalArgumentException if there are too many
     */
    public void change(NftFamily family, List<NftChange> changes, int generation) {
        if (changes.size() > MOST_CHANGES) {
            throw new IllegalArgumentException(changes.size() + " changes at once");
        }
        if (changes.isEmpty()) {
            return;
        }
        kernel.batch(
                new NetlinkRequest("NFNL_MSG_BATCH_BEGIN", NFNL_MSG_BATCH_BEGIN, "nftables", writer -> {
                    header(writer, UNSPECIFIED, NFTABLES_RESOURCE);
                    if (generation != 0) {
                        writer.bytes(NFNL_BATCH_GENID, bytes(generation));
                    }
                }),
                changes.stream().map(each -> order(family, each)).toList(),
                new NetlinkRequest(
                        "NFNL_MSG_BATCH_END",
                        NFNL_MSG_BATCH_END,
                        "nftables",
                        writer -> header(writer, UNSPECIFIED, NFTABLES_RESOURCE)));
    }

    private static NetlinkRequest order(NftFamily family, NftChange change) {
        return new NetlinkRequest(
                change.isNew() ? "NFT_MSG_NEWSETELEM" : "NFT_MSG_DELSETELEM",
                change.isNew() ? NFT_MSG_NEWSETELEM : NFT_MSG_DELSETELEM,
                change.isNew() ? NLM_F_CREATE | NLM_F_EXCL : 0,
                family + " " + change,
                writer -> {
                    header(writer, family);
                    writer.string(NFTA_SET_ELEM_LIST_TABLE, change.table())
                            .string(NFTA_SET_ELEM_LIST_SET, change.set());
                    writer.nested(
                            NFTA_SET_ELEM_LIST_ELEMENTS | NLA_F_NESTED,
                            () -> writer.nested(NFTA_LIST_ELEM | NLA_F_NESTED, () -> element(writer, change)));
                });
    }

    private static void element(MessageWriter writer, NftChange change) {
        writer.nested(NFTA_SET_ELEM_KEY | NLA_F_NESTED, () -> writer.bytes(NFTA_DATA_VALUE, change.key()));
        if (change.data().length > 0) {
            writer.nested(NFTA_SET_ELEM_DATA | NLA_F_NESTED, () -> writer.bytes(NFTA_DATA_VALUE, change.data()));
        }
        if (!change.comment().isEmpty()) {
            byte[] text = change.comment().getBytes(StandardCharsets.UTF_8);
            if (text.length > NftChange.LONGEST_COMMENT) {
                throw new IllegalArgumentException("comment is too long: " + change.comment());
            }
            writer.bytes(
                    NFTA_SET_ELEM_USERDATA,
                    ByteBuffer.allocate(text.length + 3)
                            .put((byte) NFTNL_UDATA_SET_ELEM_COMMENT)
                            .put((byte) (text.length + 1))
                            .put(text)
                            .array());
        }
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private <T> Optional<T> one(NetlinkRequest request, Function<NetlinkMessage, Optional<T>> decoder) {
        return kernel.find(request, Set.of(Errno.ENOENT), decoder);
    }

    private static void header(MessageWriter writer, NftFamily family) {
        header(writer, family.number(), 0);
    }

    // The resource is in network byte order.
    private static void header(MessageWriter writer, int family, int resource) {
        writer.u8(family).u8(0).u8(resource >> 8).u8(resource & 0xff);
    }
}
