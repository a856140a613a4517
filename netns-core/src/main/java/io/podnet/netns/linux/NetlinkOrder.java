// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An order as it goes to the kernel among others; settings that change later do not change it. */
final class NetlinkOrder {
    // struct nlmsghdr of linux/netlink.h: length and type come first.
    private static final int FLAGS = 6;

    private final NetlinkRequest what;
    private final int sequence;
    private final byte[] message;

    private NetlinkOrder(NetlinkRequest what, int sequence, byte[] message) {
        this.what = what;
        this.sequence = sequence;
        this.message = message;
    }

    /** Writes it, by way of a buffer that has room for any request. */
    static NetlinkOrder of(NetlinkRequest what, int sequence, ByteBuffer room) {
        MessageWriter writer = new MessageWriter(room, what.type(), what.flags(), sequence);
        what.body().accept(writer);
        ByteBuffer written = writer.finish();
        byte[] message = new byte[written.remaining()];
        written.get(message);
        return new NetlinkOrder(what, sequence, message);
    }

    NetlinkRequest what() {
        return what;
    }

    int sequence() {
        return sequence;
    }

    /** Tells how many bytes it has: a multiple of four, as attributes are padded, and so are messages. */
    int length() {
        return message.length;
    }

    /** Appends it to others, with more flags, to a buffer of the machine's byte order. */
    void put(ByteBuffer all, int flags) {
        int start = all.position();
        all.put(message);
        all.putShort(start + FLAGS, (short) (all.getShort(start + FLAGS) | flags));
    }

    NativeException refusal(Acknowledgement verdict) {
        return what.refusal(verdict, ByteBuffer.wrap(message).order(ByteOrder.nativeOrder()));
    }

    @Override
    public String toString() {
        return what.toString();
    }
}
