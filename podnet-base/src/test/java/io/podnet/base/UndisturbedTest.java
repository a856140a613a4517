// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UndisturbedTest {
    @Test
    void anInterruptIsKeptForTheCaller() {
        Thread caller = Thread.currentThread();
        caller.interrupt();
        try {
            boolean seen = Undisturbed.call(() -> {
                caller.interrupt();
                return Thread.currentThread().isInterrupted();
            });
            assertThat(seen).isFalse();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void whoeverIsNotInterruptedStaysSo() {
        assertThat(Undisturbed.call(() -> "done")).isEqualTo("done");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void failuresAreThoseOfTheWork() {
        IllegalArgumentException failure = new IllegalArgumentException("no");
        assertThatThrownBy(() -> Undisturbed.call(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
        AssertionError error = new AssertionError("no");
        assertThatThrownBy(() -> Undisturbed.call(() -> {
                    throw error;
                }))
                .isSameAs(error);
        assertThatThrownBy(() -> Undisturbed.call(() -> null)).isInstanceOf(IllegalStateException.class);
    }
}
