// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.NLM_F_CREATE;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_EXCL;
import static io.podnet.netns.linux.TrafficConstants.RTM_DELQDISC;
import static io.podnet.netns.linux.TrafficConstants.RTM_GETQDISC;
import static io.podnet.netns.linux.TrafficConstants.RTM_GETTFILTER;
import static io.podnet.netns.linux.TrafficConstants.RTM_NEWQDISC;
import static io.podnet.netns.linux.TrafficConstants.RTM_NEWTFILTER;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/**
 * Reads and changes how much a link sends and receives, tc(8); {@link RtNetlink#qdiscs()} gives it, and says which threads
 * and privileges it takes.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class QdiscRequests {
    private final NetlinkConversation kernel;

    QdiscRequests(NetlinkConversation kernel) {
        this.kernel = kernel;
    }

    /**
     * Lists the queueing disciplines of a link.
     *
     * @param link the link's index
     * @return what hangs on it, in the kernel's order; nothing if there is no such link
     * @throws NativeException if the kernel refuses
     */
    public List<Qdisc> list(int link) {
        return kernel.dump(
                new NetlinkRequest(
                        "RTM_GETQDISC", RTM_GETQDISC, "link " + link, writer -> TrafficCodec.dump(writer, link)),
                message ->
                        message.type() == RTM_NEWQDISC ? TrafficCodec.qdisc(message.body(), link) : Optional.empty());
    }

    /**
     * Limits what a link sends.
     *
     * @param link the link's index
     * @param limit how much
     * @throws NativeException EEXIST if somebody has given it a queueing discipline already; ENODEV if there is no such
     *     link; EOPNOTSUPP or ENOENT if the kernel has no {@code tbf}
     */
    public void limit(int link, TokenBucket limit) {
        change("tbf on link " + link + ": " + limit, writer -> TrafficCodec.tokenBucket(writer, link, limit));
    }

    /**
     * Ends the limit on what a link sends: the kernel's own queueing discipline takes its place.
     *
     * @param link the link's index
     * @throws NativeException ENOENT if nobody has given it a queueing discipline
     */
    public void unlimit(int link) {
        kernel.order(new NetlinkRequest(
                "RTM_DELQDISC", RTM_DELQDISC, "root of link " + link, writer -> TrafficCodec.root(writer, link)));
    }

    /**
     * Hands all that a link receives to another link, which sends it, and receives it in the first one's place if it is an
     * ifb: so what comes in can be limited by {@link #limit} on the ifb.
     *
     * @param link the link's index
     * @param to the other link's index
     * @throws NativeException EEXIST if something is done to what the link receives already; ENODEV if there is no such link
     */
    public void redirectReceived(int link, int to) {
        change("ingress of link " + link, writer -> TrafficCodec.ingress(writer, link));
        kernel.order(new NetlinkRequest(
                "RTM_NEWTFILTER",
                RTM_NEWTFILTER,
                NLM_F_CREATE | NLM_F_EXCL,
                "from link " + link + " to link " + to,
                writer -> TrafficCodec.redirect(writer, link, to)));
    }

    /**
     * Finds where all that a link receives is handed to.
     *
     * @param link the link's index
     * @return the other link's index; empty if it keeps what it receives
     * @throws NativeException if the kernel refuses
     */
    public OptionalInt receivedGoesTo(int link) {
        if (list(link).stream().noneMatch(qdisc -> qdisc.kind().equals("ingress"))) {
            return OptionalInt.empty();
        }
        return kernel
                .dump(
                        new NetlinkRequest(
                                "RTM_GETTFILTER",
                                RTM_GETTFILTER,
                                "ingress of link " + link,
                                writer -> TrafficCodec.dumpIngressFilters(writer, link)),
                        message -> message.type() == RTM_NEWTFILTER
                                ? boxed(TrafficCodec.redirection(message.body(), link))
                                : Optional.<Integer>empty())
                .stream()
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    private static Optional<Integer> boxed(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }

    private void change(String subject, Consumer<MessageWriter> body) {
        kernel.order(new NetlinkRequest("RTM_NEWQDISC", RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, subject, body));
    }
}
