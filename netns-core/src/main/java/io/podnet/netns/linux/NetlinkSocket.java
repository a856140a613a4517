// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static io.podnet.netns.linux.NetlinkConstants.AF_NETLINK;
import static io.podnet.netns.linux.NetlinkConstants.NETLINK_CAP_ACK;
import static io.podnet.netns.linux.NetlinkConstants.NETLINK_EXT_ACK;
import static io.podnet.netns.linux.NetlinkConstants.NETLINK_GET_STRICT_CHK;
import static io.podnet.netns.linux.NetlinkConstants.SOL_NETLINK;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A netlink socket of a namespace, tied to the kernel: nobody else can send to it. */
final class NetlinkSocket implements NetlinkTransport {
    private static final Logger LOG = LoggerFactory.getLogger(NetlinkSocket.class.getPackageName());

    private static final int SOCK_RAW = 3;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int MSG_TRUNC = 0x20;

    /** sizeof(struct sockaddr_nl): family, pad, port, groups. */
    private static final int ADDRESS_BYTES = 12;

    private final Descriptor socket;
    private final int portId;

    private NetlinkSocket(Descriptor socket, int portId) {
        this.socket = socket;
        this.portId = portId;
    }

    /** Opens a socket in the calling thread's namespace. */
    static NetlinkSocket open(int protocol, Duration timeout) {
        return on(Syscalls.socket(AF_NETLINK, SOCK_RAW, protocol), timeout);
    }

    /** Takes over a socket that nothing was done with yet; it is closed if that fails. */
    static NetlinkSocket on(Descriptor socket, Duration timeout) {
        try {
            return new NetlinkSocket(socket, setUp(socket, timeout));
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static int setUp(Descriptor socket, Duration timeout) {
        // struct timeval: seconds and microseconds, both long.
        Syscalls.setsockopt(
                socket,
                SOL_SOCKET,
                SO_RCVTIMEO,
                buffer(2 * Long.BYTES)
                        .putLong(timeout.toSeconds())
                        .putLong(timeout.toNanosPart() / 1000L)
                        .flip());
        option(socket, NETLINK_EXT_ACK);
        option(socket, NETLINK_CAP_ACK);
        option(socket, NETLINK_GET_STRICT_CHK);
        ByteBuffer kernel = buffer(ADDRESS_BYTES).putShort(0, (short) AF_NETLINK);
        // Port 0 means any when binding, and the kernel when connecting (netlink(7)).
        Syscalls.bind(socket, kernel);
        Syscalls.connect(socket, kernel);
        ByteBuffer own = buffer(ADDRESS_BYTES);
        Syscalls.getsockname(socket, own);
        return own.getInt(4);
    }

    private static void option(Descriptor socket, int option) {
        try {
            Syscalls.setsockopt(socket, SOL_NETLINK, option, 1);
        } catch (NativeException e) {
            // They came with Linux 4.2 to 4.20; without them, messages say less and dumps hold more.
            LOG.debug("netlink option {} is missing: {}", option, e.getMessage());
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public int portId() {
        return portId;
    }

    @Override
    public void send(ByteBuffer request) {
        Syscalls.send(socket, request, 0);
    }

    @Override
    public int receive(ByteBuffer buffer) {
        return Syscalls.receive(socket, buffer.clear(), MSG_TRUNC);
    }

    @Override
    public void control(long request, ByteBuffer argument) {
        Syscalls.ioctl(socket, request, argument);
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public String toString() {
        return socket.toString();
    }
}
