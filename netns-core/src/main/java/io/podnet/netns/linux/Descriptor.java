package io.podnet.netns.linux;

import java.util.concurrent.atomic.AtomicInteger;
import org.apiguardian.api.API;

/**
 * An open file descriptor of this process.
 *
 * <p><b>Threads</b>: any; closing while another thread uses it is the caller's mistake.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Descriptor implements AutoCloseable {
    private static final int CLOSED = -1;

    private final AtomicInteger number;
    private final String description;

    /**
     * Takes over a descriptor.
     *
     * @param number its number
     * @param description what it leads to, for messages
     */
    Descriptor(int number, String description) {
        this.number = new AtomicInteger(number);
        this.description = description;
    }

    /**
     * Gives the number.
     *
     * @return the number, as in {@code /proc/self/fd}
     * @throws IllegalStateException if the descriptor is closed
     */
    public int number() {
        int current = number.get();
        if (current == CLOSED) {
            throw new IllegalStateException(description + " is closed");
        }
        return current;
    }

    /**
     * Tells whether the descriptor is open.
     *
     * @return false once it was closed
     */
    public boolean isOpen() {
        return number.get() != CLOSED;
    }

    /** Closes the descriptor; further calls do nothing. */
    @Override
    public void close() {
        int current = number.getAndSet(CLOSED);
        if (current != CLOSED) {
            Syscalls.close(current);
        }
    }

    @Override
    public String toString() {
        int current = number.get();
        return description + (current == CLOSED ? " (closed)" : " (descriptor " + current + ")");
    }
}
