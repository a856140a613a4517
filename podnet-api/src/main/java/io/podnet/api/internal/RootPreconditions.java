package io.podnet.api.internal;

import io.podnet.api.PodException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What this process needs that makes pods itself: root's capabilities, and directories that it can write. */
final class RootPreconditions implements Preconditions {
    /** Bits of capabilities, linux/capability.h. */
    private static final int CAP_NET_ADMIN = 12;

    private static final int CAP_SYS_ADMIN = 21;

    private final Settings settings;

    RootPreconditions(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void check() {
        checkPrivileges();
        checkWritable(settings.netns());
        checkWritable(settings.runtime());
        checkWritable(settings.state());
    }

    private static void checkPrivileges() {
        long effective = effectiveCapabilities();
        List<String> missing = new ArrayList<>();
        if ((effective & 1L << CAP_SYS_ADMIN) == 0) {
            missing.add("CAP_SYS_ADMIN");
        }
        if ((effective & 1L << CAP_NET_ADMIN) == 0) {
            missing.add("CAP_NET_ADMIN");
        }
        if (!missing.isEmpty()) {
            throw new PodException(
                    "privileges-missing",
                    "pods need " + String.join(" and ", missing) + ", which this process lacks: run it as root");
        }
    }

    private static long effectiveCapabilities() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/thread-self/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("CapEff:")) {
                    return Long.parseUnsignedLong(
                            line.substring("CapEff:".length()).strip(), 16);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 0;
    }

    // access(2) knows of read-only file systems too, which mode bits do not tell.
    private static void checkWritable(Path directory) {
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw new PodException("directory-unusable", existing + " is no directory");
        }
        if (!Files.isWritable(existing)) {
            throw new PodException("directory-unusable", existing + " is not writable");
        }
    }
}
