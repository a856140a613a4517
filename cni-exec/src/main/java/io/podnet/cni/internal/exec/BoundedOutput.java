// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * One output stream of a plugin, read without ever blocking: a process that the plugin left behind may hold the other
 * end open for ever.
 */
final class BoundedOutput implements AutoCloseable {
    private static final int CHUNK = 8192;

    private final InputStream stream;
    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    BoundedOutput(InputStream stream, int limit) {
        this.stream = stream;
        this.limit = limit;
    }

    /** Takes what lies in the pipe; true if there was something. */
    boolean drain() throws IOException {
        boolean moved = false;
        int there;
        // available() is FIONREAD on the pipe (man 7 pipe), so the read that follows has something to return. Once the
        // process has ended, the JDK puts what was left in the pipe in its place, under the same monitor.
        while ((there = stream.available()) > 0 && !isFull()) {
            byte[] chunk = new byte[Math.min(there, CHUNK)];
            int read = stream.read(chunk);
            if (read < 0) {
                break;
            }
            kept.write(chunk, 0, Math.min(read, limit + 1 - kept.size()));
            moved = true;
        }
        return moved;
    }

    /** Tells whether there was more than may be kept. */
    boolean isFull() {
        return kept.size() > limit;
    }

    String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            // Nothing is written to it, so nothing can be lost.
        }
    }
}
