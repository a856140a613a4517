// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.net;

import io.podnet.junit.HostsException;
import io.podnet.netns.Netns;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A process in a host's namespace that ends all other processes there when this JVM says so, or is gone: signal 9 ends a JVM,
 * but not what it has started, and what that has started.
 */
public final class Warden implements AutoCloseable {
    private static final String SCRIPT = read("warden.sh");

    private final String host;
    private final Process process;

    private Warden(String host, Process process) {
        this.host = host;
        this.process = process;
    }

    /** Starts one. */
    public static Warden start(String host, Netns namespace) {
        Process process = namespace.start(
                Tool.command("setsid", "sh", "-c", SCRIPT, "warden of " + host).redirectErrorStream(true));
        Warden warden = new Warden(host, process);
        try {
            // The empty line says that no signal can end it any more.
            if (process.getInputStream().read() != '\n') {
                throw new HostsException("hosts-warden", "the warden of host " + host + " does not start", null);
            }
            return warden;
        } catch (IOException e) {
            process.destroyForcibly();
            throw new HostsException("hosts-warden", "the warden of host " + host + " does not start", e);
        }
    }

    /** Begins to end the host's processes. */
    public void dismiss() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is gone; whether it did its work, its status tells.
        }
    }

    /** Waits until the host has no processes any more. */
    @Override
    public void close() {
        dismiss();
        Processes.awaitEnd(process);
        if (process.exitValue() != 0) {
            throw new HostsException(
                    "hosts-warden",
                    "processes on host " + host + " could not be ended: its warden ended with status "
                            + process.exitValue(),
                    null);
        }
    }

    private static String read(String name) {
        try (InputStream script = Warden.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(script, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
