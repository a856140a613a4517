// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit.internal.capture;

import io.podnet.junit.HostsException;
import io.podnet.netns.Netns;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one host sends and receives, from now on. */
public final class Capture implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Capture.class.getPackageName());

    private final String host;
    private final FileChannel file;
    private final PacketSource source;

    private Capture(String host, FileChannel file, PacketSource source) {
        this.host = host;
        this.file = file;
        this.source = source;
    }

    /** Begins. */
    public static Capture start(String host, Netns namespace, boolean canEnter) {
        FileChannel file = open(host);
        try {
            PacketSource source = canEnter
                    ? SocketSource.start(host, namespace, new PcapFile(file))
                    : TcpdumpSource.start(host, namespace, file);
            return new Capture(host, file, source);
        } catch (RuntimeException e) {
            close(host, file);
            throw e;
        }
    }

    /** A file that has lost its name already, so that a JVM that is killed does not leave it (unlink(2)). */
    private static FileChannel open(String host) {
        try {
            Path path = Files.createTempFile("podnet-hosts-", ".pcap");
            return FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new HostsException("hosts-capture", "cannot make a file for the capture of host " + host, e);
        }
    }

    /** Ends, and writes what there is. */
    public void stopAndWrite(Path target) throws IOException {
        if (source instanceof NoSource none) {
            throw new HostsException("hosts-no-capture", none.reason(), null);
        }
        source.stop();
        try (FileChannel out = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            long done = 0;
            while (done < file.size()) {
                done += file.transferTo(done, file.size() - done, out);
            }
        }
    }

    /** Ends, and forgets what there is. */
    @Override
    public void close() {
        try {
            source.stop();
        } finally {
            close(host, file);
        }
    }

    private static void close(String host, FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.debug("closing the capture of host {}", host, e);
        }
    }
}
