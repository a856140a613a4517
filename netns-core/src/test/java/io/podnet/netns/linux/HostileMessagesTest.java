// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever bytes come, a decoder answers or says that they are malformed; it never loops, and never throws anything else. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileMessagesTest {
    static final List<String> NAMES = Recorded.NAMES;

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyTruncationOfADatagramIsRefused(String name) {
        ByteBuffer datagram = Recorded.datagram(name);
        int whole = NetlinkMessage.split(datagram).size();
        for (int length = 0; length < datagram.capacity(); length++) {
            List<NetlinkMessage> messages;
            try {
                messages = NetlinkMessage.split(datagram.slice(0, length));
            } catch (MalformedMessageException e) {
                continue;
            }
            // Cut between two messages.
            assertThat(messages).as("%d bytes", length).hasSizeLessThan(whole);
        }
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyTruncationOfABodyIsReadOrRefused(String name) {
        for (NetlinkMessage message : Recorded.messages(name)) {
            int refused = 0;
            for (int length = 0; length < message.body().limit(); length++) {
                NetlinkMessage cut = new NetlinkMessage(
                        message.type(),
                        message.flags(),
                        message.sequence(),
                        message.portId(),
                        NetlinkMessage.view(message.body(), 0, length));
                refused += Decoders.decodes(cut) ? 0 : 1;
            }
            // Only a cut right behind an attribute leaves something whole.
            assertThat(refused).isGreaterThanOrEqualTo(message.body().limit() * 3 / 5);
        }
    }

    @Test
    void changedBytesAreReadOrRefused() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int refused = 0;
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        for (int round = 0; round < 20_000 && System.nanoTime() < end; round++) {
            ByteBuffer datagram = Recorded.datagram(NAMES.get(random.nextInt(NAMES.size())));
            for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
                datagram.put(random.nextInt(datagram.capacity()), (byte) random.nextInt());
            }
            refused += Decoders.decodes(datagram) ? 0 : 1;
        }
        assertThat(refused).as("seed %d", seed).isPositive();
    }

    @Test
    void noiseIsReadOrRefused() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            ByteBuffer body = ByteBuffer.wrap(noise).order(ByteOrder.nativeOrder());
            for (int type : Decoders.TYPES) {
                // Small lengths, so that some attributes fit.
                for (int at = 1; at < noise.length; at += 1 + random.nextInt(3)) {
                    noise[at] = (byte) (noise[at] & 0x0f);
                }
                Decoders.decodes(new NetlinkMessage(type, random.nextInt(0x400), 1, 1, body));
            }
        }
    }
}
