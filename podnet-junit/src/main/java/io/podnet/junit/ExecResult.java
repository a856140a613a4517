// SPDX-License-Identifier: Apache-2.0
package io.podnet.junit;

import java.util.List;
import org.apiguardian.api.API;

/**
 * What a command did that ran on a host.
 *
 * @param command the command
 * @param exitStatus its exit status
 * @param output what it wrote to its standard output, as UTF-8
 * @param error what it wrote to its standard error, as UTF-8
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ExecResult(List<String> command, int exitStatus, String output, String error) {
    /**
     * Copies the command.
     *
     * @param command the command
     * @param exitStatus its exit status
     * @param output what it wrote to its standard output, as UTF-8
     * @param error what it wrote to its standard error, as UTF-8
     */
    public ExecResult {
        command = List.copyOf(command);
    }

    /**
     * Fails unless the command succeeded.
     *
     * @return this
     * @throws HostsException if the exit status is not 0; quotes what the command wrote to its standard error
     */
    public ExecResult succeeded() {
        if (exitStatus != 0) {
            throw new HostsException(
                    "hosts-command-failed",
                    String.join(" ", command) + " ended with status " + exitStatus + ": " + error.strip(),
                    null);
        }
        return this;
    }
}
