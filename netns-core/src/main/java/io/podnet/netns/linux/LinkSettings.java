// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.base.InvalidValueException;
import io.podnet.base.MacAddress;
import io.podnet.netns.LinkFlag;
import io.podnet.netns.LinkName;
import java.util.Locale;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What a link is to be made with, or what is to change about one. All of it goes to the kernel in one message.
 *
 * <pre>{@code
 * rtnl.links().createVeth(
 *         LinkSettings.named(host).master(bridge).up(), LinkSettings.named(eth0).netns(pod).mtu(1400).up());
 * }</pre>
 *
 * <p><b>Threads</b>: used by one thread.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class LinkSettings {
    @Nullable LinkName name;

    @Nullable MacAddress macAddress;

    @Nullable Integer mtu;

    @Nullable Integer txQueueLength;

    /** The bridge's index, 0 for none. */
    @Nullable Integer master;

    @Nullable Descriptor netns;

    @Nullable String alias;

    @Nullable Boolean arpNotify;

    private int flags;
    private int changedFlags;

    /** Starts with nothing set. */
    public LinkSettings() {}

    /**
     * Starts with the name of a link that is to be made.
     *
     * @param name the name
     * @return settings with nothing else in them
     */
    public static LinkSettings named(LinkName name) {
        return new LinkSettings().name(name);
    }

    /**
     * Sets the name; of a link that exists, it changes.
     *
     * @param value the name
     * @return this
     */
    public LinkSettings name(LinkName value) {
        name = value;
        return this;
    }

    /**
     * Sets the Ethernet address.
     *
     * @param value the address
     * @return this
     */
    public LinkSettings macAddress(MacAddress value) {
        macAddress = value;
        return this;
    }

    /**
     * Sets the largest packet that the link sends.
     *
     * @param bytes 1 or more; each kind of link has limits of its own
     * @return this
     * @throws InvalidValueException if it is less
     */
    public LinkSettings mtu(int bytes) {
        if (bytes < 1) {
            throw new InvalidValueException("MTU", bytes, "must be 1 or more");
        }
        mtu = bytes;
        return this;
    }

    /**
     * Sets how many packets may wait to be sent.
     *
     * @param packets 0 or more
     * @return this
     * @throws InvalidValueException if it is less
     */
    public LinkSettings txQueueLength(int packets) {
        if (packets < 0) {
            throw new InvalidValueException("transmit queue length", packets, "must be 0 or more");
        }
        txQueueLength = packets;
        return this;
    }

    /**
     * Makes the link a port of a bridge.
     *
     * @param index the bridge's index
     * @return this
     * @throws InvalidValueException if the index is not positive
     */
    public LinkSettings master(int index) {
        if (index < 1) {
            throw new InvalidValueException("master index", index, "must be 1 or more");
        }
        master = index;
        return this;
    }

    /**
     * Takes the link out of its bridge.
     *
     * @return this
     */
    public LinkSettings noMaster() {
        master = 0;
        return this;
    }

    /**
     * Lets the kernel tell neighbours of the link's IPv4 addresses when it is switched on, or not: {@code arp_notify} of
     * ip-sysctl. Of a link that exists only, and not in the message that switches it on.
     *
     * @param on true to let it
     * @return this
     */
    public LinkSettings arpNotify(boolean on) {
        arpNotify = on;
        return this;
    }

    /**
     * Switches the link on.
     *
     * @return this
     */
    public LinkSettings up() {
        return flag(LinkFlag.UP, true);
    }

    /**
     * Switches the link off.
     *
     * @return this
     */
    public LinkSettings down() {
        return flag(LinkFlag.UP, false);
    }

    /**
     * Lets the link take in all packets, or its own only.
     *
     * @param on true for all
     * @return this
     */
    public LinkSettings promiscuous(boolean on) {
        return flag(LinkFlag.PROMISC, on);
    }

    /**
     * Lets the link take in all multicast packets, or only those of groups that somebody has joined.
     *
     * @param on true for all
     * @return this
     */
    public LinkSettings allMulticast(boolean on) {
        return flag(LinkFlag.ALLMULTI, on);
    }

    /**
     * Makes the link in another namespace, or moves it there. What else is set holds over there: the name may be one that
     * is taken here, a master is looked for there.
     *
     * @param namespace an open file of the namespace; it stays the caller's and must be open until the request is done
     * @return this
     */
    public LinkSettings netns(Descriptor namespace) {
        netns = namespace;
        return this;
    }

    /**
     * Sets a text for people, or for programs that want to know a link again.
     *
     * @param text at most 255 bytes; empty removes it
     * @return this
     */
    public LinkSettings alias(String text) {
        alias = text;
        return this;
    }

    int flags() {
        return flags;
    }

    int changedFlags() {
        return changedFlags;
    }

    private LinkSettings flag(LinkFlag flag, boolean on) {
        flags = on ? flags | flag.mask() : flags & ~flag.mask();
        changedFlags |= flag.mask();
        return this;
    }

    /** Lists what is set, for messages to people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        append(text, "name", name);
        append(text, "mac", macAddress);
        append(text, "mtu", mtu);
        append(text, "txqlen", txQueueLength);
        append(text, "master", master);
        append(text, "alias", alias);
        append(text, "arp_notify", arpNotify);
        append(text, "netns", netns);
        for (LinkFlag flag : LinkFlag.fromMask(changedFlags)) {
            append(text, flag.name().toLowerCase(Locale.ROOT), (flags & flag.mask()) != 0 ? "on" : "off");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String key, @Nullable Object value) {
        if (value != null) {
            text.append(text.length() == 0 ? "" : ", ").append(key).append(' ').append(value);
        }
    }
}
