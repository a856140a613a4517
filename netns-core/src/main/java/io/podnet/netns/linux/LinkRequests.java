// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.LinkConstants.IFLA_TARGET_NETNSID;
import static io.podnet.netns.linux.LinkConstants.RTM_DELLINK;
import static io.podnet.netns.linux.LinkConstants.RTM_GETLINK;
import static io.podnet.netns.linux.LinkConstants.RTM_NEWLINK;
import static io.podnet.netns.linux.LinkConstants.RTM_SETLINK;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_CREATE;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_ECHO;
import static io.podnet.netns.linux.NetlinkConstants.NLM_F_EXCL;

import io.podnet.base.InvalidValueException;
import io.podnet.base.MacAddress;
import io.podnet.netns.Link;
import io.podnet.netns.LinkName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * Reads and changes the links of a namespace; {@link RtNetlink#links()} gives it, and says which threads and privileges
 * it takes.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class LinkRequests {
    private final NetlinkConversation kernel;
    private final LinkGlances glances;
    private final OptionalInt netnsId;

    LinkRequests(NetlinkConversation kernel, LinkGlances glances) {
        this(kernel, glances, OptionalInt.empty());
    }

    private LinkRequests(NetlinkConversation kernel, LinkGlances glances, OptionalInt netnsId) {
        this.kernel = kernel;
        this.glances = glances;
        this.netnsId = netnsId;
    }

    /**
     * Reaches into another namespace that this one knows by a number, without a file of it: IFLA_TARGET_NETNSID. Links can
     * be found, listed and deleted there, neither made nor changed. Once nobody is left in it, none is found.
     *
     * <p><b>Privileges</b>: CAP_NET_ADMIN over that namespace too.
     *
     * @param id the number, as {@link RtNetlink#netnsId} and {@link RtNetlink#setNetnsId} have it
     * @return the links over there
     */
    public LinkRequests in(int id) {
        return new LinkRequests(kernel, glances, OptionalInt.of(id));
    }

    /**
     * Lists all links.
     *
     * @return the links by index
     * @throws NativeException if the kernel refuses
     */
    public List<Link> list() {
        return dump("all", writer -> LinkEncoder.dump(writer, 0)).stream()
                .map(LinkDetails::link)
                .toList();
    }

    /**
     * Lists the ports of a bridge.
     *
     * @param master the bridge's index
     * @return the links by index
     * @throws NativeException if the kernel refuses
     */
    public List<Link> listPorts(int master) {
        return dump("ports of link " + master, writer -> LinkEncoder.dump(writer, master)).stream()
                .map(LinkDetails::link)
                // A kernel before 4.20 may give them all.
                .filter(link -> link.master().orElse(0) == master)
                .toList();
    }

    /**
     * Lists all links with their statistics and what only some kinds have.
     *
     * @return the links by index
     * @throws NativeException if the kernel refuses
     */
    public List<LinkDetails> listDetails() {
        return dump("all with statistics", LinkEncoder::dumpStatistics);
    }

    /**
     * Finds a link.
     *
     * @param name its name
     * @return the link, if there is one
     * @throws NativeException if the kernel refuses
     */
    public Optional<Link> find(LinkName name) {
        return one(name.value(), writer -> LinkEncoder.one(writer, name)).map(LinkDetails::link);
    }

    /**
     * Finds a link.
     *
     * @param index its index
     * @return the link, if there is one
     * @throws NativeException if the kernel refuses
     */
    public Optional<Link> find(int index) {
        return findDetails(index).map(LinkDetails::link);
    }

    /**
     * Finds a link with its statistics and what only some kinds have.
     *
     * @param index its index
     * @return the link, if there is one
     * @throws NativeException if the kernel refuses
     */
    public Optional<LinkDetails> findDetails(int index) {
        return one("link " + index, writer -> LinkEncoder.one(writer, index));
    }

    /**
     * Finds a link's name, and waits for nobody who changes links meanwhile, as {@link #find(int)} does.
     *
     * @param index its index
     * @return its name, if there is such a link
     * @throws NativeException if the kernel refuses
     */
    public Optional<LinkName> nameOf(int index) {
        requireHere();
        return glances.name(index);
    }

    /**
     * Finds a link's Ethernet address, and waits for nobody who changes links meanwhile, as {@link #find(LinkName)} does.
     *
     * @param name its name
     * @return the address; empty if it is no Ethernet link
     * @throws NativeException ENODEV if there is no such link
     */
    public Optional<MacAddress> macAddressOf(LinkName name) {
        requireHere();
        return glances.macAddress(name);
    }

    /**
     * Makes a veth: two links that are each other's only way out. The peer can be put straight into another namespace,
     * under its final name.
     *
     * @param end this namespace's end; needs a name
     * @param peer the other end; needs a name; it cannot be made up, nor a port of a bridge
     * @return the indices of both
     * @throws InvalidValueException if a name is missing or the kernel cannot make the peer so
     * @throws NativeException EEXIST if a name is taken
     */
    public VethPair createVeth(LinkSettings end, LinkSettings peer) {
        requireName(peer);
        if (peer.changedFlags() != 0 || peer.master != null) {
            // The kernel answers ENOTCONN to the one and does nothing about the other.
            throw new InvalidValueException(
                    "settings of a veth's peer", peer, "flags and master can only be set once it is made");
        }
        Link link =
                holding(peer, () -> create("veth", end, ", peer: " + peer, writer -> LinkEncoder.veth(writer, peer)));
        return new VethPair(link.index(), link.peer().orElse(0));
    }

    /**
     * Makes a bridge. An MTU that it is made with lasts until a port comes or goes; one that is {@link #set} later stays.
     *
     * @param settings needs a name
     * @return its index
     * @throws NativeException EEXIST if the name is taken
     */
    public int createBridge(LinkSettings settings) {
        return create("bridge", settings, "", writer -> LinkEncoder.kind(writer, "bridge"))
                .index();
    }

    /**
     * Makes an ifb: what is redirected to it can be shaped as if it were sent.
     *
     * @param settings needs a name
     * @return its index
     * @throws NativeException EEXIST if the name is taken, EOPNOTSUPP if the kernel has no ifb
     */
    public int createIfb(LinkSettings settings) {
        return create("ifb", settings, "", writer -> LinkEncoder.kind(writer, "ifb"))
                .index();
    }

    /**
     * Makes a dummy, which drops what is sent to it.
     *
     * @param settings needs a name
     * @return its index
     * @throws NativeException EEXIST if the name is taken, EOPNOTSUPP if the kernel has no dummy
     */
    public int createDummy(LinkSettings settings) {
        return create("dummy", settings, "", writer -> LinkEncoder.kind(writer, "dummy"))
                .index();
    }

    /**
     * Makes a macvlan: a link with an Ethernet address of its own on another link. It may be put straight into another
     * namespace, where it has an index that is not known here.
     *
     * @param settings needs a name
     * @param lower the index of the link, in this namespace, that it lies on
     * @param mode how it reaches its siblings
     * @throws NativeException EEXIST if the name is taken, ENODEV if there is no lower link
     */
    public void createMacvlan(LinkSettings settings, int lower, MacvlanMode mode) {
        NetlinkRequest request =
                newLink("macvlan", settings, " on link " + lower, writer -> LinkEncoder.macvlan(writer, lower, mode));
        holding(settings, () -> kernel.request(request, message -> Optional.empty()));
    }

    /**
     * Changes a link.
     *
     * @param index its index
     * @param settings what is to change; the rest stays
     * @throws NativeException ENODEV if there is no such link
     */
    public void set(int index, LinkSettings settings) {
        requireHere();
        NetlinkRequest request = new NetlinkRequest(
                "RTM_SETLINK",
                RTM_SETLINK,
                "link " + index + ": " + settings,
                writer -> LinkEncoder.settings(writer, index, settings));
        if (settings.netns == null) {
            kernel.order(request);
        } else {
            holding(settings, () -> kernel.request(request, message -> Optional.empty()));
        }
    }

    /**
     * Lets a bridge send packets back through the port that they came in by, or not.
     *
     * @param index the port's index
     * @param on true to let it
     * @throws NativeException ENODEV if there is no such link, EOPNOTSUPP if it is no port of a bridge
     */
    public void setHairpin(int index, boolean on) {
        requireHere();
        kernel.order(new NetlinkRequest(
                "RTM_SETLINK",
                RTM_SETLINK,
                "link " + index + ": hairpin " + (on ? "on" : "off"),
                writer -> LinkEncoder.hairpin(writer, index, on)));
    }

    /**
     * Deletes a link; a veth's other end goes with it. That takes tens of milliseconds: the kernel waits until no
     * processor can still hold the link.
     *
     * @param index its index
     * @throws NativeException ENODEV if there is no such link, EOPNOTSUPP if it is one that cannot be deleted
     */
    public void delete(int index) {
        kernel.order(new NetlinkRequest(
                "RTM_DELLINK", RTM_DELLINK, there("link " + index), there(writer -> LinkEncoder.one(writer, index))));
    }

    private Link create(String kind, LinkSettings settings, String more, Consumer<MessageWriter> data) {
        if (settings.netns != null) {
            throw new InvalidValueException(
                    "namespace of a new " + kind, settings.netns, "open a socket in that namespace and make it there");
        }
        NetlinkRequest request = newLink(kind, settings, more, data);
        // Linux 6.2 and later echo the new link; on an older one we look for it.
        return kernel.request(request, LinkRequests::decode).stream()
                .findFirst()
                .map(LinkDetails::link)
                .or(() -> find(requireName(settings)))
                .orElseThrow(() -> new NativeException(
                        request.name(), request.subject(), Errno.ENODEV.number(), "gone as soon as it was made"));
    }

    /** Keeps a descriptor in the settings open until the kernel has looked at its number. */
    private static <T> T holding(LinkSettings settings, Supplier<T> request) {
        return settings.netns == null ? request.get() : settings.netns.use(fd -> request.get());
    }

    private NetlinkRequest newLink(String kind, LinkSettings settings, String more, Consumer<MessageWriter> data) {
        requireHere();
        requireName(settings);
        return new NetlinkRequest(
                "RTM_NEWLINK",
                RTM_NEWLINK,
                // An echo goes to our port in the namespace that the link is made in: over there, somebody else has it.
                NLM_F_CREATE | NLM_F_EXCL | (settings.netns == null ? NLM_F_ECHO : 0),
                kind + " " + settings + more,
                writer -> {
                    LinkEncoder.settings(writer, 0, settings);
                    data.accept(writer);
                });
    }

    private static LinkName requireName(LinkSettings settings) {
        if (settings.name == null) {
            throw new InvalidValueException("link settings", settings, "need the new link's name");
        }
        return settings.name;
    }

    private Optional<LinkDetails> one(String subject, Consumer<MessageWriter> body) {
        return kernel.find(
                new NetlinkRequest("RTM_GETLINK", RTM_GETLINK, there(subject), there(body)),
                // That a number stands for nothing any more is EINVAL: rtnl_get_net_ns_capable() of rtnetlink.c.
                netnsId.isPresent() ? Set.of(Errno.ENODEV, Errno.EINVAL) : Set.of(Errno.ENODEV),
                LinkRequests::decode);
    }

    private List<LinkDetails> dump(String subject, Consumer<MessageWriter> body) {
        return kernel.dump(
                new NetlinkRequest("RTM_GETLINK", RTM_GETLINK, there(subject), there(body)), LinkRequests::decode);
    }

    private String there(String subject) {
        return netnsId.isPresent() ? subject + " in namespace number " + netnsId.getAsInt() : subject;
    }

    private Consumer<MessageWriter> there(Consumer<MessageWriter> body) {
        return netnsId.isPresent() ? body.andThen(writer -> writer.s32(IFLA_TARGET_NETNSID, netnsId.getAsInt())) : body;
    }

    /** The kernel would leave the number unheeded and do it here, or take it for where the link is to go. */
    private void requireHere() {
        if (netnsId.isPresent()) {
            throw new InvalidValueException(
                    "namespace number", netnsId.getAsInt(), "links can be found, listed and deleted there only");
        }
    }

    private static Optional<LinkDetails> decode(NetlinkMessage message) {
        return message.type() == RTM_NEWLINK ? Optional.of(LinkDecoder.decode(message.body())) : Optional.empty();
    }
}
