// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapFileTest {
    @Test
    void writesWhatTcpdumpReads(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("a.pcap");
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            PcapFile pcap = new PcapFile(file);
            assertThat(pcap.add(
                            Instant.ofEpochSecond(1_700_000_000L, 123_456_789), ByteBuffer.wrap(new byte[] {1, 2, 3})))
                    .isTrue();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.remaining()).isEqualTo(24 + 16 + 3);
        assertThat(bytes.getInt(0)).isEqualTo(0xa1b2c3d4);
        assertThat(bytes.getInt(20)).isEqualTo(1);
        assertThat(bytes.getInt(24)).isEqualTo(1_700_000_000);
        assertThat(bytes.getInt(28)).isEqualTo(123_456);
        assertThat(bytes.getInt(32)).isEqualTo(3);
        assertThat(bytes.getInt(36)).isEqualTo(3);
        assertThat(bytes.get(42)).isEqualTo((byte) 3);
    }

    @Test
    void endsWhenItIsFull(@TempDir Path directory) throws Exception {
        try (FileChannel file = FileChannel.open(
                directory.resolve("a.pcap"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            PcapFile pcap = new PcapFile(file);
            int packet = 1 << 20;
            for (int i = 0; i < 63; i++) {
                assertThat(pcap.add(Instant.EPOCH, ByteBuffer.allocate(packet))).isTrue();
            }
            assertThat(pcap.add(Instant.EPOCH, ByteBuffer.allocate(packet))).isFalse();
            assertThat(file.size()).isLessThanOrEqualTo(PcapFile.MOST_BYTES);
        }
    }
}
