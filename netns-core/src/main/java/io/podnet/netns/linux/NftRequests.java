// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetfilterConstants.NFTA_CHAIN_NAME;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_CHAIN_TABLE;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_DATA_VALUE;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_LIST_ELEM;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_RULE_CHAIN;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_RULE_TABLE;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_KEY;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_LIST_ELEMENTS;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_LIST_SET;
import static io.podnet.netns.linux.NetfilterConstants.NFTA_SET_ELEM_LIST_TABLE;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_GETCHAIN;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_GETRULE;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_GETSETELEM;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_NEWCHAIN;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_NEWRULE;
import static io.podnet.netns.linux.NetfilterConstants.NFT_MSG_NEWSETELEM;
import static io.podnet.netns.linux.NetlinkConstants.NLA_F_NESTED;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * Looks at single things in the tables of nftables, iptables' ones included, without reading all of them;
 * {@link Netfilter#nftables()} gives it, and says which threads and privileges it takes.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NftRequests {
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

    private <T> Optional<T> one(NetlinkRequest request, Function<NetlinkMessage, Optional<T>> decoder) {
        try {
            return kernel.request(request, decoder).stream().findFirst();
        } catch (NativeException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void header(MessageWriter writer, NftFamily family) {
        writer.u8(family.number()).u8(0).u16(0);
    }
}
