// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndoStackTest {
    @Test
    void undoesInReverseAndKeepsWhatFailsAsSuppressed() {
        List<String> undone = new ArrayList<>();
        UndoStack undo = new UndoStack();
        undo.push(() -> undone.add("first"));
        undo.push(() -> {
            throw new IOException("second stays");
        });
        undo.push(() -> undone.add("third"));

        IllegalStateException failure = undo.undoAfter(new IllegalStateException("work failed"));

        assertThat(undone).containsExactly("third", "first");
        assertThat(failure).hasMessage("work failed").hasSuppressedException(new IOException("second stays"));
    }

    @Test
    void anInterruptWhileUndoingIsKept() {
        UndoStack undo = new UndoStack();
        undo.push(() -> {
            throw new InterruptedException();
        });
        undo.undoAfter(new IllegalStateException());
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void failuresOfAWholeTeardownAreThrownTogether() {
        Failures failures = new Failures();
        IllegalStateException first = new IllegalStateException("1");
        IllegalStateException second = new IllegalStateException("2");
        assertThat(failures.attempt(() -> {
                    throw first;
                }))
                .isFalse();
        assertThat(failures.attempt(() -> {})).isTrue();
        failures.add(second);
        assertThat(failures.isEmpty()).isFalse();
        org.assertj.core.api.Assertions.assertThatThrownBy(failures::throwIfAny)
                .isSameAs(first)
                .hasSuppressedException(second);
    }
}
