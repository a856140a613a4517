// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UseCountTest {
    private final AtomicInteger closed = new AtomicInteger();
    private final UseCount uses = new UseCount("the thing", closed::incrementAndGet);

    @Test
    void closesAtOnceIfNobodyUsesIt() {
        uses.close();
        uses.close();

        assertThat(closed).hasValue(1);
        assertThat(uses.isOpen()).isFalse();
    }

    @Test
    void closesWhenTheLastUserIsDone() {
        uses.acquire();
        uses.acquire();
        uses.close();
        uses.release();
        assertThat(closed).hasValue(0);

        uses.release();
        uses.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void isOfNoUseAfterwards() {
        uses.acquire();
        uses.close();

        assertThatThrownBy(uses::acquire)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the thing is closed");
    }

    @Test
    void aUserMayComeAndGo() {
        uses.acquire();
        uses.release();

        assertThat(closed).hasValue(0);
        assertThat(uses.isOpen()).isTrue();
    }
}
