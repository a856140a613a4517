package io.podnet.cni;

import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * A directory of networks, read as CRI-O does: files that cannot be used are reported and skipped.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NetworkDirectory {
    private final Path directory;

    NetworkDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * Names the directory.
     *
     * @return its path
     */
    public Path path() {
        return directory;
    }
}
