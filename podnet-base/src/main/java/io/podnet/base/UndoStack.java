// SPDX-License-Identifier: Apache-2.0
package io.podnet.base;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apiguardian.api.API;

/**
 * Remembers how to undo the steps of a piece of work, and undoes them in reverse when it fails half-way.
 *
 * <pre>{@code
 * UndoStack undo = new UndoStack();
 * try {
 *     first();
 *     undo.push(() -> undoFirst());
 *     second();
 * } catch (RuntimeException e) {
 *     throw undo.undoAfter(e);
 * }
 * }</pre>
 *
 * <p><b>Threads</b>: used by one thread.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class UndoStack {
    private final Deque<Step> steps = new ArrayDeque<>();

    /** Creates an empty stack. */
    public UndoStack() {}

    /**
     * One step back.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface Step {
        /**
         * Undoes one thing.
         *
         * @throws Exception if that fails; the other steps are tried all the same
         */
        void undo() throws Exception;
    }

    /**
     * Adds a step; it is undone before all that were added earlier.
     *
     * @param step how to undo what was just done
     */
    public void push(Step step) {
        steps.push(step);
    }

    /**
     * Undoes everything, the last step first; what fails meanwhile is added to the failure as suppressed.
     *
     * @param failure why the work is undone
     * @param <T> its type
     * @return the failure, to be thrown
     */
    // An undo step may fail in any way; none may keep the others from being tried, nor hide the first failure.
    @SuppressWarnings("CatchingUnchecked")
    public <T extends Throwable> T undoAfter(T failure) {
        while (!steps.isEmpty()) {
            try {
                steps.pop().undo();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure.addSuppressed(e);
            } catch (Exception | LinkageError e) {
                if (e != failure) {
                    failure.addSuppressed(e);
                }
            }
        }
        return failure;
    }
}
