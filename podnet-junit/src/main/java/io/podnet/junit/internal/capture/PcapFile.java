// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.time.Instant;

/** A file of packets as tcpdump writes it, pcap-savefile(5). */
final class PcapFile {
    /** So much tells enough, and a test that sends for long does not fill the disk. */
    static final long MOST_BYTES = 64L << 20;

    private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    private static final int LINKTYPE_ETHERNET = 1;
    private static final int SNAP_LENGTH = 262_144;
    private static final int NANOS_PER_MICRO = 1000;

    private final FileChannel file;
    private final ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    private long written;

    PcapFile(FileChannel file) {
        this.file = file;
        header.putInt(MAGIC_MICROSECONDS)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(SNAP_LENGTH)
                .putInt(LINKTYPE_ETHERNET);
        write(header.flip());
    }

    /**
     * Adds a packet.
     *
     * @return false if the file is full; it is left out then
     */
    boolean add(Instant time, ByteBuffer packet) {
        int length = packet.remaining();
        if (written + 16 + length > MOST_BYTES) {
            return false;
        }
        header.clear()
                .putInt((int) time.getEpochSecond())
                .putInt(time.getNano() / NANOS_PER_MICRO)
                .putInt(length)
                .putInt(length);
        write(header.flip());
        write(packet);
        return true;
    }

    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                written += file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
