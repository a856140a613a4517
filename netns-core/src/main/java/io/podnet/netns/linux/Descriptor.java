// SPDX-License-Identifier: Apache-2.0
package io.podnet.netns.linux;

import io.podnet.netns.internal.UseCount;
import java.util.function.IntFunction;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * An open file descriptor of this process.
 *
 * <p><b>Threads</b>: any. One that closes it while others use it does not wait for them; the last of them closes it, since
 * the number would soon stand for another file.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Descriptor implements AutoCloseable {
    private final int number;
    private final String description;
    private final UseCount uses;

    /**
     * Takes over a descriptor.
     *
     * @param number its number
     * @param description what it leads to, for messages
     */
    Descriptor(int number, String description) {
        this.number = number;
        this.description = description;
        this.uses = new UseCount(description, () -> Syscalls.close(number));
    }

    /**
     * Does something with the number; the descriptor stays open meanwhile.
     *
     * @param use what to do; must not keep the number
     * @param <T> its result
     * @return the result
     * @throws IllegalStateException if the descriptor is closed
     */
    public <T extends @Nullable Object> T use(IntFunction<T> use) {
        uses.acquire();
        try {
            return use.apply(number);
        } finally {
            uses.release();
        }
    }

    /**
     * Gives the number. It stays valid until somebody closes the descriptor: {@link #use} is for when that may happen
     * meanwhile.
     *
     * @return the number, as in {@code /proc/self/fd}
     * @throws IllegalStateException if the descriptor is closed
     */
    public int number() {
        if (!isOpen()) {
            throw new IllegalStateException(description + " is closed");
        }
        return number;
    }

    /**
     * Tells whether the descriptor is open.
     *
     * @return false once it was closed
     */
    public boolean isOpen() {
        return uses.isOpen();
    }

    /** Closes the descriptor, as soon as nobody uses it; further calls do nothing. */
    @Override
    public void close() {
        uses.close();
    }

    @Override
    public String toString() {
        return description + (isOpen() ? " (descriptor " + number + ")" : " (closed)");
    }
}
