// SPDX-License-Identifier: Apache-2.0
package io.podnet.cni.internal.exec;

import io.podnet.base.IpPrefix;
import io.podnet.cni.spi.NamespaceStandIn;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network namespace with one interface in it, which lives as long as a process that does nothing. That process waits for
 * the end of its stdin, which is this process's to close: a kill -9 here ends it too.
 *
 * <p>Made by the tools of util-linux and iproute2, since the JVM can do without native code everything but this.
 */
final class HeldNamespace implements NamespaceStandIn {
    private static final String READY = "ready";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Arguments: name, addresses. An interface that is down keeps what it is given, and no packet ever leaves it. */
    private static final String HOLD = """
            set -e
            name=$1
            shift
            other=far
            [ "$name" != "$other" ] || other=away
            ip link add name "$name" type veth peer name "$other"
            for address; do
                case $address in
                    # The kernel may have been told to do without IPv6 by now.
                    *:*) ip address add "$address" dev "$name" nodad || : ;;
                    *) ip address add "$address" dev "$name" ;;
                esac
            done
            echo ready
            exec cat >/dev/null 2>&1
            """;

    private static final Logger LOG = LoggerFactory.getLogger(HeldNamespace.class.getPackageName());

    private final Process holder;
    private final Path netns;

    private HeldNamespace(Process holder) {
        this.holder = holder;
        this.netns = Path.of("/proc", Long.toString(holder.pid()), "ns/net");
    }

    /** Makes one where a command leads to, such as {@code nsenter}; or here, if there is none. */
    static HeldNamespace with(List<String> prefix, String ifName, List<IpPrefix> addresses) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("unshare", "--net", "--", "sh", "-c", HOLD, "sh", ifName));
        addresses.forEach(each -> command.add(each.toString()));
        long start = System.nanoTime();
        HeldNamespace held = new HeldNamespace(new ProcessBuilder(command).start());
        try {
            held.awaitReady();
            LOG.debug("process {} holds a namespace, ready after {} ms", held.holder.pid(), millisSince(start));
            return held;
        } catch (IOException e) {
            held.close();
            throw e;
        }
    }

    // The holder's shell becomes cat, and unshare became the shell: the process started here is in the namespace.
    private void awaitReady() throws IOException {
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        BoundedOutput stdout = new BoundedOutput(holder.getInputStream(), PluginProcess.MAX_OUTPUT);
        BoundedOutput stderr = new BoundedOutput(holder.getErrorStream(), PluginProcess.MAX_OUTPUT);
        while (true) {
            boolean ended = !holder.isAlive();
            stdout.drain();
            stderr.drain();
            if (stdout.text().startsWith(READY)) {
                return;
            }
            if (ended || System.nanoTime() - giveUp > 0) {
                throw new IOException(
                        "no namespace could be made: " + stderr.text().strip());
            }
            pause();
        }
    }

    private void pause() throws InterruptedIOException {
        try {
            holder.waitFor(POLL_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the thread was interrupted");
        }
    }

    /** Tells whether a namespace has an interface with all of some addresses. */
    static boolean has(List<String> prefix, Path netns, String ifName, List<IpPrefix> addresses) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("nsenter", "--net=" + netns, "--", "ip", "-oneline", "address", "show", "dev", ifName));
        long start = System.nanoTime();
        Process ip = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ip.getOutputStream().close();
        try (InputStream stdout = ip.getInputStream()) {
            // A few lines, and neither program waits for anything.
            String shown = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
            LOG.debug("{} took {} ms", String.join(" ", command), millisSince(start));
            return addresses.stream().allMatch(each -> shown.contains(" " + each + " "));
        }
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    @Override
    public Path netns() {
        return netns;
    }

    @Override
    public void close() {
        ProcessTree.kill(holder.toHandle());
        try (OutputStream stdin = holder.getOutputStream();
                InputStream stdout = holder.getInputStream();
                InputStream stderr = holder.getErrorStream()) {
            // Only their descriptors are of interest.
        } catch (IOException e) {
            // There was nothing left to write.
        }
    }
}
