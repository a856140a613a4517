// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.internal;

/**
 * Counts who uses something that can be closed at any time: it is really closed when nobody uses it any more, so that what
 * stands for it, such as a descriptor's number, never comes to stand for something else under a user.
 */
public final class UseCount implements AutoCloseable {
    private final String name;
    private final Runnable close;
    private int users;
    private boolean closed;

    /** Starts without users; {@code close} runs once, on the thread that is the last. */
    public UseCount(String name, Runnable close) {
        this.name = name;
        this.close = close;
    }

    /** Begins a use, which has to be released. */
    public synchronized void acquire() {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
        users++;
    }

    /** Ends a use. */
    public void release() {
        boolean last;
        synchronized (this) {
            last = --users == 0 && closed;
        }
        if (last) {
            close.run();
        }
    }

    /** Tells whether uses can begin. */
    public synchronized boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        boolean last;
        synchronized (this) {
            last = users == 0 && !closed;
            closed = true;
        }
        if (last) {
            close.run();
        }
    }
}
