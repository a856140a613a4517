// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.capture;

import io.podnet.junit.internal.net.Switch;
import io.podnet.netns.Netns;
import io.podnet.netns.NetnsNotFoundException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** tcpdump in the host's namespace, where this JVM cannot open a socket. */
final class TcpdumpSource implements PacketSource {
    private static final Logger LOG = LoggerFactory.getLogger(TcpdumpSource.class.getPackageName());

    private final String host;
    private final Process process;
    private final Thread thread;

    private TcpdumpSource(String host, Process process, FileChannel file) {
        this.host = host;
        this.process = process;
        this.thread = new Thread(() -> copy(file), "podnet-capture-" + host);
        thread.setDaemon(true);
    }

    static PacketSource start(String host, Netns namespace, FileChannel file) {
        ProcessBuilder command = new ProcessBuilder(
                // It would become another user, who does not exist where only root does.
                "tcpdump", "-Z", "root", "-n", "-U", "-i", Switch.HOST_END.value(), "-w", "-");
        command.environment().merge("PATH", ":/usr/sbin:/usr/bin", String::concat);
        command.environment().put("LC_ALL", "C");
        command.redirectInput(Path.of("/dev/null").toFile());
        Process process;
        try {
            process = namespace.start(command);
        } catch (NetnsNotFoundException e) {
            LOG.debug("no capture of host {}", host, e);
            return new NoSource("a JVM without privileges captures by tcpdump: install it");
        }
        String refusal = awaitStart(process);
        if (!refusal.isEmpty()) {
            LOG.debug("no capture of host {}: tcpdump: {}", host, refusal);
            // Debian's changes its user even to the same one, for which setgroups(2) has to be allowed:
            // user_namespaces(7).
            return new NoSource("tcpdump does not start on host " + host + ": " + refusal
                    + "; a JVM that is started by unshare --user --map-root-user --net --mount needs none");
        }
        TcpdumpSource source = new TcpdumpSource(host, process, file);
        source.thread.start();
        return source;
    }

    /** Waits until it listens; gives what it said if it does not, and nothing if it does. */
    private static String awaitStart(Process process) {
        StringBuilder said = new StringBuilder();
        try {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
            String line = reader.readLine();
            while (line != null && !line.contains("listening on")) {
                said.append(line).append('\n');
                line = reader.readLine();
            }
            if (line != null) {
                return "";
            }
        } catch (IOException e) {
            said.append(e);
        }
        process.destroyForcibly();
        return "it says: " + said.toString().strip();
    }

    private void copy(FileChannel file) {
        try (ReadableByteChannel packets = Channels.newChannel(process.getInputStream())) {
            long done = 0;
            long step = 1;
            while (step > 0 && done < PcapFile.MOST_BYTES) {
                step = file.transferFrom(packets, done, 1 << 16);
                done += step;
            }
        } catch (IOException e) {
            LOG.debug("the capture of host {} broke off", host, e);
        } finally {
            process.destroy();
        }
    }

    @Override
    public void stop() {
        // It writes what it has, and ends.
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
