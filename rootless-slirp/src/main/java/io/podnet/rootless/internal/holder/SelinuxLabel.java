// SPDX-License-Identifier: Apache-2.0
package io.podnet.rootless.internal.holder;

import io.podnet.rootless.RootlessException;
import io.podnet.rootless.internal.process.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the holder's /run the label without which iptables may not make its lock file there (SELinux). */
final class SelinuxLabel {
    private static final Logger LOG = LoggerFactory.getLogger(SelinuxLabel.class.getPackageName());
    private static final Path ENFORCE = Path.of("/sys/fs/selinux/enforce");
    private static final String LABEL = "system_u:object_r:iptables_var_run_t:s0";

    private SelinuxLabel() {}

    static void set(Path directory) {
        set(directory, ENFORCE, command -> Tool.run(command, Duration.ofSeconds(5)))
                .ifPresent(reason -> LOG.warn("{} has not got the label {}: {}", directory, LABEL, reason));
    }

    /** Sets it where SELinux is on; tells why that failed, if it matters. */
    static Optional<String> set(Path directory, Path enforce, Function<List<String>, Tool.Result> runner) {
        if (!Files.exists(enforce)) {
            return Optional.empty();
        }
        try {
            Tool.Result result = runner.apply(List.of("chcon", LABEL, directory.toString()));
            // ENOTSUP: a file system without labels, where there is nothing to forbid either.
            return result.exit() == 0 || result.output().contains("not supported")
                    ? Optional.empty()
                    : Optional.of(result.output().strip());
        } catch (RootlessException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
