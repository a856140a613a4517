package io.podnet.rootless.internal.holder;

import io.podnet.rootless.RootlessException;
import io.podnet.rootless.internal.process.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the holder's /run the label without which iptables may not make its lock file there (SELinux). */
final class SelinuxLabel {
    private static final Logger LOG = LoggerFactory.getLogger(SelinuxLabel.class);
    private static final Path ENFORCE = Path.of("/sys/fs/selinux/enforce");
    private static final String LABEL = "system_u:object_r:iptables_var_run_t:s0";

    private SelinuxLabel() {}

    static void set(Path directory) {
        if (!Files.exists(ENFORCE)) {
            return;
        }
        try {
            Tool.Result result = Tool.run(List.of("chcon", LABEL, directory.toString()), Duration.ofSeconds(5));
            // ENOTSUP: a file system without labels, where there is nothing to forbid either.
            if (result.exit() != 0 && !result.output().contains("not supported")) {
                LOG.warn(
                        "{} has not got the label {}: {}",
                        directory,
                        LABEL,
                        result.output().strip());
            }
        } catch (RootlessException e) {
            LOG.warn("{} has not got the label {}", directory, LABEL, e);
        }
    }
}
