// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnswerBuffersTest {
    @Test
    void whatIsGivenBackIsTakenAgainWholeAndByOneOnly() {
        ByteBuffer buffer = AnswerBuffers.take();
        buffer.position(5).limit(7);
        AnswerBuffers.give(buffer);
        ByteBuffer next = AnswerBuffers.take();
        assertThat(next)
                .isSameAs(buffer)
                .satisfies(each -> assertThat(each.remaining()).isEqualTo(AnswerBuffers.BYTES));
        assertThat(AnswerBuffers.take()).isNotSameAs(next);
    }

    @Test
    void aBufferThatHadToGrowIsNotKept() {
        ByteBuffer grown = ByteBuffer.allocateDirect(2 * AnswerBuffers.BYTES);
        AnswerBuffers.give(grown);
        assertThat(AnswerBuffers.take()).isNotSameAs(grown);
    }

    @Test
    void aConversationThatIsClosedTwiceGivesItsBufferBackOnce() {
        NetlinkConversation conversation = new NetlinkConversation(new ScriptedTransport());
        conversation.close();
        conversation.close();
        List<ByteBuffer> taken = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            taken.add(AnswerBuffers.take());
        }
        Set<ByteBuffer> different = Collections.newSetFromMap(new IdentityHashMap<>());
        different.addAll(taken);
        assertThat(different).hasSameSizeAs(taken);
    }
}
